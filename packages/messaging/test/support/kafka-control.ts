import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../../scripts/kafka.ts', import.meta.url));

/** The repository's own broker, as a KAFKA_CONTROL. */
export const kafkaScript = `node --import tsx '${script}'`;

/** Does something to the broker itself. */
export async function control(action: 'up' | 'kill' | 'freeze' | 'thaw' | 'wipe', port?: number): Promise<void> {
  const command = process.env.KAFKA_CONTROL;
  if (!command) {
    throw new Error(
      'Set KAFKA_CONTROL to a command that takes kill, up PORT, freeze and thaw for the broker of KAFKA_BROKERS ' +
        `(such as: ${kafkaScript}), or leave both unset to have a broker started for the tests.`,
    );
  }
  await run('/bin/sh', ['-c', `${command} ${action} ${port ?? ''}`]);
}

/** The brokers of this run. */
export const brokers = (): string[] => process.env.KAFKA_BROKERS?.split(',') ?? [];

/** The port of the first one. */
export const brokerPort = (): number => Number(brokers()[0]?.split(':')[1]);
