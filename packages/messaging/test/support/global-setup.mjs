import { register } from 'tsx/esm/api';

/** Jest's globalSetup: one PostgreSQL for the run. */
export default async function setUp() {
  register();
  const { startTestPostgres } = await import('./test-postgres.ts');
  const { url, stop } = await startTestPostgres();
  process.env.TEST_POSTGRES_URL = url;
  globalThis.stopTestPostgres = stop;
}
