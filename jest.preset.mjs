import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** One Jest set-up for every workspace: tests in Node.js as it is, TypeScript through tsx. */
export default {
  testEnvironment: here('jest.environment.cjs'),
  runtime: here('jest.runtime.cjs'),
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.kafka\\.test\\.ts$'],
  transform: {},
  testTimeout: 180_000, // a start of PostgreSQL takes a second, or twenty where others share the cores
};
