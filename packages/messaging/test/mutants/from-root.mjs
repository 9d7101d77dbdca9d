import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A configuration of the workspace for use in this folder; a mutant that hangs is red as well, only sooner. The code is
 * changed on its way through Jest's own module loader, which the ordinary runs do without.
 */
export const fromRoot = ({ runtime: _, ...config }) => ({
  ...config,
  rootDir: workspace,
  testTimeout: 15_000,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': fileURLToPath(new URL('./mutating-transform.mjs', import.meta.url)) },
});
