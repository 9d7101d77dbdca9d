import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  maxWorkers: 3, // the tests mostly wait
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};
