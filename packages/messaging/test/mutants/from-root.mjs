import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../..', import.meta.url));

/** A configuration of the workspace for use in this folder; a mutant that hangs is red as well, only sooner. */
export const fromRoot = (config) => ({ ...config, rootDir: workspace, testTimeout: 15_000 });
