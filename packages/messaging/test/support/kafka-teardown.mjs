import { rmSync } from 'node:fs';
import tearDownPostgres from './global-teardown.mjs';

/** Stops what the set-up started. */
export default async function tearDown() {
  await tearDownPostgres();
  if (!globalThis.stopTestKafka) return;
  await globalThis.stopTestKafka();
  rmSync(process.env.KAFKA_HOME_DIR, { recursive: true, force: true });
}
