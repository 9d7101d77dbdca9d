import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type KafkaOptions,
  kafkaTransport,
  type PostgresTransport,
  postgresTransport,
  type Transport,
} from '@fieldhouse/messaging';
import {
  type Config,
  ConfigurationError,
  databaseUrlOf,
  type Environment,
  ensureDatabase,
  errorMessage,
  type KeyValue,
  type Logger,
  memoryKeyValue,
  memorySignals,
  type RunningPostgres,
  readSupergraphFile,
  redisKeyValue,
  redisSignals,
  type Signals,
  startPostgres,
} from '@fieldhouse/platform';
import { configFor, type DemoState, demoStateOf } from './demo/index.ts';
import type { Infrastructure } from './subgraphs.ts';

/** The database that events travel through where there is no Kafka. */
const BUS = 'bus';

/** PostgreSQL, events and shared state, as the configuration says: embedded where it says nothing. */
export interface LaidInfrastructure extends Infrastructure {
  readonly demo: DemoState;
  /** The bus where it is PostgreSQL. */
  readonly bus: PostgresTransport | null;
  readonly stop: () => Promise<void>;
}

/** The PostgreSQL to use: the configured one, or the embedded one, started here. */
export async function layDatabases(
  config: Config,
  log: Logger,
): Promise<{ url: (name: string) => string; embedded: RunningPostgres | null }> {
  if (!config.isEmbedded) return { url: (name) => configured(config, name), embedded: null };
  const embedded = await startPostgres({ directory: join(config.dataDir, 'postgres'), log });
  writeFileSync(urlFile(config.dataDir), embedded.url('postgres'), { mode: 0o600 });
  return { url: embedded.url, embedded };
}

/** Where a running embedded club notes how its PostgreSQL is reached, for commands beside it. */
export const urlFile = (dataDir: string): string => join(dataDir, 'postgres.url');

function configured(config: Config, name: string): string {
  const url = databaseUrlOf(config, name);
  if (!url)
    throw new Error(
      `Set DATABASE_URL, or DATABASE_URL_${name.toUpperCase()}: nothing says where the database "${name}" is`,
    );
  return url;
}

/** The way events travel: Kafka where brokers are configured, else PostgreSQL. */
export async function layTransport(
  config: Config,
  databaseUrl: (name: string) => string,
  log: Logger,
  clientId: string,
): Promise<Transport> {
  const { kafkaBrokers: brokers } = config;
  if (brokers) return kafkaTransport({ ...kafkaOptions(config), brokers, clientId, log });
  return layBus(config, databaseUrl, log);
}

/** The way in to Kafka and how its topics should be, certificates read. */
function kafkaOptions(config: Config): Pick<KafkaOptions, 'tls' | 'sasl' | 'replicationFactor' | 'minInSyncReplicas'> {
  const { kafkaSasl: mechanism, kafkaUsername: username = '', kafkaPassword: password = '' } = config;
  const { kafkaCaFile, kafkaCertFile, kafkaKeyFile } = config;
  const [ca, cert, key] = [kafkaCaFile, kafkaCertFile, kafkaKeyFile].map((file) => file && readPem(file));
  return {
    tls: config.kafkaTls ? { ca, cert, key } : undefined,
    sasl: mechanism && { mechanism, username, password },
    replicationFactor: config.kafkaReplicationFactor,
    minInSyncReplicas: config.kafkaMinInSyncReplicas,
  };
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`The configuration cannot be used:\n  ${errorMessage(cause)}`, { cause });
  }
}

async function layBus(
  { databaseTimeouts: timeouts }: Config,
  databaseUrl: (name: string) => string,
  log: Logger,
): Promise<PostgresTransport> {
  await ensureDatabase(databaseUrl(BUS));
  return postgresTransport({ url: databaseUrl(BUS), timeouts, log });
}

/** What processes share: Redis where configured, else memory, which only one process can share with itself. */
export async function layKeyValue(config: Config, log: Logger): Promise<KeyValue> {
  if (config.redisUrl) return redisKeyValue(config.redisUrl, log);
  if (config.part)
    log.warn({ part: config.part }, 'no REDIS_URL: revoked tokens and rate limits are known to this process only');
  return memoryKeyValue();
}

/** Pub/sub: through Redis where configured, else within this process. */
export async function laySignals(config: Config, log: Logger): Promise<Signals> {
  return config.redisUrl ? redisSignals(config.redisUrl, log) : memorySignals(log);
}

/** Everything one process needs to run the whole house. */
export async function layInfrastructure(
  config: Config,
  log: Logger,
  environment: Environment = {},
): Promise<LaidInfrastructure> {
  const { url: databaseUrl, embedded } = await layDatabases(config, log);
  const subgraphs = readSupergraphFile();
  const databases = [...subgraphs.map(({ name }) => name), BUS];
  const demo = embedded ? await demoStateOf(config, databaseUrl('postgres'), databases) : 'none';
  const bus = config.kafkaBrokers ? null : await layBus(config, databaseUrl, log);
  const transport = bus ?? (await layTransport(config, databaseUrl, log, 'fieldhouse'));
  const [keyValue, signals] = await Promise.all([layKeyValue(config, log), laySignals(config, log)]);
  return {
    subgraphs,
    demo,
    databaseUrl,
    bus,
    transport,
    keyValue,
    signals,
    config: configFor(demo, config),
    environment,
    log,
    stop: async () => {
      await transport.stop();
      await Promise.all([keyValue.stop(), signals.stop()]);
      await embedded?.stop();
      if (embedded) rmSync(urlFile(config.dataDir), { force: true });
    },
  };
}
