import { fileURLToPath } from 'node:url';
import base from '../../jest.config.mjs';
import { fromRoot } from './from-root.mjs';

/** The ordinary tests on code with one safeguard less. */
export default {
  ...fromRoot(base),
  transform: { '^.+\\.ts$': fileURLToPath(new URL('./mutating-transform.mjs', import.meta.url)) },
};
