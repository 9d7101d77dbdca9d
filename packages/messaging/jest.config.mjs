import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  globalSetup: './test/support/global-setup.mjs',
  globalTeardown: './test/support/global-teardown.mjs',
};
