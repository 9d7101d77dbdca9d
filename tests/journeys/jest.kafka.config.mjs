import preset from '../../jest.preset.mjs';

/** What needs an Apache Kafka: the one that KAFKA_BROKERS names, or one that is started for this run. */
export default {
  ...preset,
  testMatch: ['<rootDir>/**/*.kafka.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '../../packages/messaging/test/support/kafka-setup.mjs',
  globalTeardown: '../../packages/messaging/test/support/kafka-teardown.mjs',
  maxWorkers: 1,
};
