import type { Logger } from '@fieldhouse/platform';
import kafkajs, { type Kafka, type KafkaConfig, type LogEntry } from 'kafkajs';
import { silenceNegativeTimeouts } from './negative-timeouts.ts';

/** Where Kafka is, and who we are there. */
export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Of topics that are created; six by default. */
  readonly partitions?: number;
  /** Copies of each record of topics that are created; the broker's default where it is absent. */
  readonly replicationFactor?: number | undefined;
  /** Copies that have to be written before a record counts as sent; the broker's default where it is absent. */
  readonly minInSyncReplicas?: number | undefined;
  /** Encrypted connections. */
  readonly tls?: KafkaTls | undefined;
  readonly sasl?: KafkaSasl | undefined;
  readonly log: Logger;
}

/** Certificates as PEM texts: whom to believe beside the usual authorities, and who we are. */
export interface KafkaTls {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** How to sign in. */
export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** kafkajs with time limits that suit a service which keeps its unsent messages in a table. */
export function createClient({ brokers, clientId, tls, sasl, log }: KafkaOptions): Kafka {
  silenceNegativeTimeouts();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...(tls ? { ssl: tlsOptions(tls) } : {}),
    ...(sasl ? { sasl: { ...sasl } as NonNullable<KafkaConfig['sasl']> } : {}),
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => route(entry, log.child({ library: 'kafkajs' })),
  });
}

const tlsOptions = ({ ca, cert, key }: KafkaTls) => ({
  ...(ca ? { ca: [ca] } : {}),
  ...(cert ? { cert } : {}),
  ...(key ? { key } : {}),
});

/** Details: what it calls an error it often just tries again, and what comes of it is logged by us. */
function route({ namespace, log: { message, ...fields } }: LogEntry, log: Logger): void {
  const { timestamp: _, logger: __, stack: ___, ...details } = fields;
  log.debug({ namespace, ...details }, message);
}
