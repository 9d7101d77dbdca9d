import preset from '../../jest.preset.mjs';

/** The suites that need an Apache Kafka; one after the other, as some of them kill it. */
export default {
  ...preset,
  testMatch: ['<rootDir>/**/*.kafka.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/support/kafka-setup.mjs',
  globalTeardown: '<rootDir>/test/support/kafka-teardown.mjs',
  maxWorkers: 1,
};
