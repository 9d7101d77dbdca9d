import path from 'node:path';
import { z } from 'zod';
import type { SubgraphEntry } from '../supergraph-file.ts';
import { type Environment, given, problems } from './given.ts';
import { keptSecrets, type Secrets } from './secrets.ts';
import { families, settings } from './settings.ts';

/** All that can be configured, read once at the start of a process. */
export type Config = ReturnType<typeof readConfig>;

const Settings = z.object(settings);

/**
 * Validates the environment and returns the whole configuration, frozen. What is absent gets the embedded default.
 * `part` is the process that starts (`gateway` or a subgraph's name), absent when all run in this one.
 */
export function readConfig(environment: Environment, { part }: { part?: string } = {}) {
  const set = given(environment);
  const databaseUrls = family(set, 'DATABASE_URL_', ['DATABASE_POOL_SIZE']);
  const subgraphUrls = family(set, 'SUBGRAPH_URL_');
  const env = validated(set);
  const isEmbedded = !part && !env.DATABASE_URL && !env.KAFKA_BROKERS && Object.keys(databaseUrls).length === 0;
  const dataDir = path.resolve(env.DATA_DIR);
  refuseContradictions(env, isEmbedded);
  refuseWithoutDatabase(part, env.DATABASE_URL ?? databaseUrls[part ?? '']);
  return Object.freeze({
    isEmbedded,
    part,
    port: env.PORT,
    host: env.HOST,
    corsOrigins: env.CORS_ORIGINS,
    introspection: env.INTROSPECTION,
    queryPlans: env.QUERY_PLANS ?? (isEmbedded && env.INTROSPECTION),
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    dataDir,
    databaseUrl: env.DATABASE_URL,
    databaseUrls,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    databaseConsumerPoolSize: env.DATABASE_CONSUMER_POOL_SIZE,
    databaseTimeouts: {
      connect: env.DATABASE_CONNECT_TIMEOUT_MS,
      statement: env.DATABASE_STATEMENT_TIMEOUT_MS,
      lock: env.DATABASE_LOCK_TIMEOUT_MS,
      idleInTransaction: env.DATABASE_IDLE_TRANSACTION_TIMEOUT_MS,
    },
    kafkaBrokers: env.KAFKA_BROKERS,
    kafkaTls: env.KAFKA_TLS,
    kafkaCaFile: env.KAFKA_CA_FILE,
    kafkaCertFile: env.KAFKA_CERT_FILE,
    kafkaKeyFile: env.KAFKA_KEY_FILE,
    kafkaSasl: env.KAFKA_SASL,
    kafkaUsername: env.KAFKA_USERNAME,
    kafkaPassword: env.KAFKA_PASSWORD,
    kafkaReplicationFactor: env.KAFKA_REPLICATION_FACTOR,
    kafkaMinInSyncReplicas: env.KAFKA_MIN_IN_SYNC_REPLICAS,
    redisUrl: env.REDIS_URL,
    subgraphUrl: env.SUBGRAPH_URL,
    subgraphUrls,
    ...secretsOf(env, isEmbedded ? dataDir : undefined, part),
    internalKey: env.INTERNAL_KEY,
    adminEmail: env.ADMIN_EMAIL,
    adminPassword: env.ADMIN_PASSWORD,
    demoData: env.DEMO_DATA ?? isEmbedded,
    demoPassword: env.DEMO_PASSWORD,
    accessTokenSeconds: env.ACCESS_TOKEN_TTL,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    subgraphTimeoutMs: env.SUBGRAPH_TIMEOUT_MS,
    planTimeoutMs: env.PLAN_TIMEOUT_MS,
    maxPlanPaths: env.MAX_PLAN_PATHS,
    maxWaitingPlans: env.MAX_WAITING_PLANS,
    answerTimeoutMs: env.ANSWER_TIMEOUT_MS,
    maxConnectionsPerAddress: env.MAX_CONNECTIONS_PER_ADDRESS,
    drainMs: env.DRAIN_MS,
    costLimits: env.MAX_COST,
    maxDepth: env.MAX_DEPTH,
    maxAliases: env.MAX_ALIASES,
    maxRootFields: env.MAX_ROOT_FIELDS,
    maxFields: env.MAX_FIELDS,
    maxTokens: env.MAX_TOKENS,
    maxDocumentLength: env.MAX_DOCUMENT_LENGTH,
    maxVariableValues: env.MAX_VARIABLE_VALUES,
    maxBodyBytes: env.MAX_BODY_BYTES,
    maxAnswerBytes: env.MAX_ANSWER_BYTES,
    maxUnreadBytes: env.MAX_UNREAD_BYTES,
    maxRequestsPerMinute: env.MAX_REQUESTS_PER_MINUTE,
    maxLiveConnectionsPerPerson: env.MAX_LIVE_CONNECTIONS_PER_PERSON,
    maxLiveConnectionsPerAddress: env.MAX_LIVE_CONNECTIONS_PER_ADDRESS,
    maxSubscriptionsPerConnection: env.MAX_SUBSCRIPTIONS_PER_CONNECTION,
    maxSubscriptionsPerPerson: env.MAX_SUBSCRIPTIONS_PER_PERSON,
    maxSubscriptionsPerAddress: env.MAX_SUBSCRIPTIONS_PER_ADDRESS,
    maxMessageBytes: env.MAX_MESSAGE_BYTES,
  });
}

/** The URL of a domain's database, if the configuration says one: its own, or one on the common server. */
export function databaseUrlOf({ databaseUrl, databaseUrls }: Config, domain: string): string | undefined {
  const own = databaseUrls[domain];
  if (own || !databaseUrl) return own;
  const url = new URL(databaseUrl);
  const prefix = url.pathname.slice(1);
  url.pathname = prefix ? `${prefix}_${domain}` : domain;
  return url.href;
}

/** Where a subgraph is reached over HTTP. */
export function subgraphUrlOf({ subgraphUrl, subgraphUrls }: Config, { name, routingUrl }: SubgraphEntry): string {
  return subgraphUrls[name] ?? subgraphUrl?.replaceAll('{name}', name) ?? routingUrl;
}

function validated(set: Environment): z.infer<typeof Settings> {
  const parsed = Settings.safeParse(set);
  if (parsed.success) return parsed.data;
  throw problems(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
}

/** `{ teams: ... }` of DATABASE_URL_TEAMS; domain names have dashes where the environment has underscores. */
function family(
  set: Environment,
  prefix: keyof typeof families,
  others: string[] = [],
): Readonly<Record<string, string>> {
  const names = Object.keys(set).filter((name) => name.startsWith(prefix) && !others.includes(name));
  const wrong = names.filter((name) => !families[prefix].safeParse(set[name]).success);
  if (wrong.length > 0) throw problems(wrong.map((name) => `${name}: must be a URL`));
  const domain = (name: string) => name.slice(prefix.length).toLowerCase().replaceAll('_', '-');
  return Object.freeze(Object.fromEntries(names.map((name) => [domain(name), set[name] ?? ''])));
}

function secretsOf(env: z.infer<typeof Settings>, keptIn: string | undefined, part: string | undefined): Secrets {
  const { INTERNAL_SECRET, AUTH_SECRET } = env;
  const kept = keptIn ? keptSecrets(keptIn) : undefined;
  const needed = { INTERNAL_SECRET, ...(part === undefined || part === 'auth' ? { AUTH_SECRET } : {}) };
  const missing = kept ? [] : Object.entries(needed).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    throw problems(missing.map(([name]) => `${name}: must be set (for example to: openssl rand -base64 32)`));
  }
  return {
    internalSecret: INTERNAL_SECRET ?? kept?.internalSecret ?? '',
    authSecret: AUTH_SECRET ?? kept?.authSecret ?? '', // empty only in processes that are not auth
  };
}

function refuseContradictions(env: z.infer<typeof Settings>, isEmbedded: boolean): void {
  const found = [
    Boolean(env.ADMIN_EMAIL) !== Boolean(env.ADMIN_PASSWORD) && 'ADMIN_EMAIL and ADMIN_PASSWORD: set both or none',
    ...kafkaContradictions(env),
    env.DEMO_DATA && !isEmbedded && 'DEMO_DATA: the demo club, whose logins are public, is for the embedded mode only',
    env.MAX_UNREAD_BYTES < env.MAX_ANSWER_BYTES &&
      'MAX_UNREAD_BYTES: must be at least MAX_ANSWER_BYTES, or the largest answers reach nobody',
  ];
  const messages = found.filter((message) => typeof message === 'string');
  if (messages.length > 0) throw problems(messages);
}

function kafkaContradictions(env: z.infer<typeof Settings>): (string | false)[] {
  const { KAFKA_CA_FILE, KAFKA_CERT_FILE, KAFKA_KEY_FILE, KAFKA_SASL, KAFKA_USERNAME, KAFKA_PASSWORD } = env;
  const { KAFKA_REPLICATION_FACTOR: copies = 100, KAFKA_MIN_IN_SYNC_REPLICAS: written = 1 } = env;
  const account = [KAFKA_SASL, KAFKA_USERNAME, KAFKA_PASSWORD].filter(Boolean).length;
  return [
    !env.KAFKA_TLS &&
      Boolean(KAFKA_CA_FILE ?? KAFKA_CERT_FILE) &&
      'KAFKA_CA_FILE and KAFKA_CERT_FILE: need KAFKA_TLS=on',
    Boolean(KAFKA_CERT_FILE) !== Boolean(KAFKA_KEY_FILE) && 'KAFKA_CERT_FILE and KAFKA_KEY_FILE: set both or none',
    account % 3 !== 0 && 'KAFKA_SASL, KAFKA_USERNAME and KAFKA_PASSWORD: set all or none',
    written > copies && 'KAFKA_MIN_IN_SYNC_REPLICAS: cannot exceed KAFKA_REPLICATION_FACTOR',
  ];
}

/** Only a process that runs all may bring its own PostgreSQL. */
function refuseWithoutDatabase(part: string | undefined, url: string | undefined): void {
  if (part === undefined || part === 'gateway' || url) return;
  const own = `DATABASE_URL_${part.toUpperCase().replaceAll('-', '_')}`;
  throw problems([`DATABASE_URL or ${own}: must be set to start a subgraph on its own`]);
}
