import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import preset from './jest.preset.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** `npm test`: the tests of all workspaces in one run, whose processes each load the house once. */
export default {
  projects: ['packages/*', 'subgraphs/*', 'tests/*', 'gateway', 'scripts'].map(
    (it) => `<rootDir>/${it}/jest.config.mjs`,
  ),
  testSequencer: here('jest.sequencer.cjs'),
  testTimeout: preset.testTimeout, // here, as in one run those of the workspaces do not count
  reporters: ['default', here('scripts/test-summary.ts')],
  maxWorkers: availableParallelism() + 1, // one more than there are cores, as tests also wait
};
