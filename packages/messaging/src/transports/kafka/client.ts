import type { Logger } from '@fieldhouse/platform';
import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import { silenceNegativeTimeouts } from './negative-timeouts.ts';

/** Where Kafka is, and who we are there. */
export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Of topics that are created; six by default. */
  readonly partitions?: number;
  readonly log: Logger;
}

/** kafkajs with time limits that suit a service which keeps its unsent messages in a table. */
export function createClient({ brokers, clientId, log }: KafkaOptions): Kafka {
  silenceNegativeTimeouts();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 3 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => route(entry, log.child({ library: 'kafkajs' })),
  });
}

/** Details: what it calls an error it often just tries again, and what comes of it is logged by us. */
function route({ namespace, log: { message, ...fields } }: LogEntry, log: Logger): void {
  const { timestamp: _, logger: __, stack: ___, ...details } = fields;
  log.debug({ namespace, ...details }, message);
}
