import { register } from 'tsx/esm/api';

/** Jest's globalSetup: one PostgreSQL for the run, unless a surrounding run provides one. */
export default async function setUp() {
  if (process.env.TEST_POSTGRES_URL) return;
  register();
  const { startTestPostgres } = await import('./test-postgres.ts');
  const { url, stop } = await startTestPostgres();
  process.env.TEST_POSTGRES_URL = url;
  globalThis.stopTestPostgres = stop;
}
