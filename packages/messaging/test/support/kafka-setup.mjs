import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import setUpPostgres from './global-setup.mjs';

/**
 * PostgreSQL, and the Kafka that KAFKA_BROKERS names; KAFKA_CONTROL is then the command that takes `kill`, `up PORT`,
 * `freeze` and `thaw` for that broker. Without KAFKA_BROKERS one is started for this run.
 */
export default async function setUp() {
  await setUpPostgres();
  if (process.env.KAFKA_BROKERS) return;
  const { freePort } = await import('@fieldhouse/platform');
  const { control, kafkaScript } = await import('./kafka-control.ts');
  process.env.KAFKA_HOME_DIR = mkdtempSync(join(tmpdir(), 'fieldhouse-kafka-'));
  process.env.KAFKA_CONTROL = kafkaScript;
  const port = await freePort();
  await control('up', port);
  process.env.KAFKA_BROKERS = `127.0.0.1:${port}`;
  globalThis.stopTestKafka = () => control('wipe');
}
