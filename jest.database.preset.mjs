import preset from './jest.preset.mjs';

/** For workspaces whose tests need PostgreSQL: one server for the run, a clone of the databases for each file. */
export default {
  ...preset,
  globalSetup: '@fieldhouse/testing/global-setup',
  globalTeardown: '@fieldhouse/testing/global-teardown',
};
