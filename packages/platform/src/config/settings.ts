import { z } from 'zod';
import { USUAL_TIMEOUTS } from '../postgres/pool.ts';
import { costLimits, USUAL_COST_LIMITS } from './cost-limits.ts';
import { count, duration, onOff } from './kinds.ts';

/** How a setting shows in .env.example and in the log. */
interface Meta {
  readonly group: string;
  readonly description: string;
  /** The default in words, where it is not a value. */
  readonly absent?: string;
  readonly isSecret?: boolean;
  /** What a request beyond this limit is answered. */
  readonly code?: string;
}

const describe = <T extends z.ZodType>(type: T, meta: Meta): T => type.meta({ ...meta });
const inGroup =
  (group: string) =>
  <T extends z.ZodType>(type: T, description: string, rest: Omit<Meta, 'group' | 'description'> = {}): T =>
    describe(type, { group, description, ...rest });

const secret = z.string().min(32, 'must have at least 32 characters');
const list = z.string().transform((text) => text.split(',').flatMap((item) => item.trim() || []));
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' });
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' });

const server = inGroup('The endpoint');
const storage = inGroup(
  'Data, events and shared state. With none of these set, everything runs embedded in one process',
);
const secrets = inGroup(
  'Secrets. Embedded, they are made once and kept in DATA_DIR; otherwise a missing one stops the start',
);
const people = inGroup('Accounts');
const limits = inGroup('Limits');

const timeouts = <T extends z.ZodType>(type: T, description: string): T =>
  storage(type, `${description} Beyond it a request is answered SERVICE_UNAVAILABLE, and an event waits.`);

const APOLLO_SANDBOX = 'https://sandbox.embed.apollographql.com,https://studio.apollographql.com';

/** The settings of the house, each with a name of its own; the two families below have a name per domain. */
export const settings = {
  PORT: server(count(0, 65_535).default(4000), 'Port of the public endpoint; 0 takes a free one.'),
  HOST: server(z.string().default('127.0.0.1'), 'Address to listen on; 0.0.0.0 lets other machines in.'),
  CORS_ORIGINS: server(
    list.prefault(APOLLO_SANDBOX),
    'Web pages that may call the endpoint, by origin, with commas. Embedded, pages of this machine may as well.',
  ),
  INTROSPECTION: server(
    onOff.prefault('on'),
    'Whether clients can read the schema and people see Apollo Sandbox: on or off.',
  ),
  QUERY_PLANS: server(
    onOff.optional(),
    'Whether clients may ask for query plans, which name subgraphs and internal fields: on or off.',
    { absent: 'on when embedded, unless INTROSPECTION is off' },
  ),
  TRUST_PROXY: server(count(0, 10).default(0), 'Proxies in front whose X-Forwarded-For entries are believed.'),
  LOG_LEVEL: server(
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    'Least level that is logged: debug, info, warn, error or silent.',
  ),

  DATA_DIR: storage(z.string().default('.data'), 'Folder of the embedded PostgreSQL and the generated secrets.'),
  DATABASE_URL: storage(
    postgresUrl.optional(),
    'PostgreSQL server with a database per domain; a path is their prefix.',
    {
      absent: 'the embedded PostgreSQL',
      isSecret: true,
    },
  ),
  DATABASE_POOL_SIZE: storage(
    count(1, 200).default(10),
    'Database connections of each subgraph for requests, at most; those that write leave some to those that read.',
  ),
  DATABASE_CONSUMER_POOL_SIZE: storage(
    count(1, 50).default(4),
    'Database connections of each subgraph for what it hears and tells by events, at most.',
  ),
  DATABASE_CONNECT_TIMEOUT_MS: timeouts(count(100, 60_000).default(USUAL_TIMEOUTS.connect), 'Time for a connection.'),
  DATABASE_STATEMENT_TIMEOUT_MS: timeouts(
    count(0, 600_000).default(USUAL_TIMEOUTS.statement),
    'Time for one statement; 0 for any.',
  ),
  DATABASE_LOCK_TIMEOUT_MS: timeouts(
    count(0, 600_000).default(USUAL_TIMEOUTS.lock),
    'Time to wait for a row or table that somebody else has locked; 0 for any.',
  ),
  DATABASE_IDLE_TRANSACTION_TIMEOUT_MS: timeouts(
    count(0, 600_000).default(USUAL_TIMEOUTS.idleInTransaction),
    'Time a transaction may stand still; 0 for any.',
  ),
  KAFKA_BROKERS: storage(list.optional(), 'Addresses of Apache Kafka, with commas.', {
    absent: 'events go by PostgreSQL',
  }),
  KAFKA_TLS: storage(onOff.prefault('off'), 'Whether connections to Kafka are encrypted: on or off.'),
  KAFKA_CA_FILE: storage(z.string().optional(), 'Certificates (PEM) that vouch for the brokers.', {
    absent: 'the usual authorities',
  }),
  KAFKA_CERT_FILE: storage(z.string().optional(), 'Our own certificate (PEM), where brokers ask for one.'),
  KAFKA_KEY_FILE: storage(z.string().optional(), 'The private key (PEM) of that certificate.'),
  KAFKA_SASL: storage(
    z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
    'How to sign in to Kafka: plain, scram-sha-256 or scram-sha-512.',
    { absent: 'not at all' },
  ),
  KAFKA_USERNAME: storage(z.string().optional(), 'The name to sign in to Kafka with.'),
  KAFKA_PASSWORD: storage(z.string().optional(), 'The password to that name.', { isSecret: true }),
  KAFKA_REPLICATION_FACTOR: storage(
    count(1, 100).optional(),
    'Copies of every record, in topics that are created; topics that differ are told of.',
    { absent: "the broker's" },
  ),
  KAFKA_MIN_IN_SYNC_REPLICAS: storage(
    count(1, 100).optional(),
    'Copies that have to be written before a record counts as sent; likewise.',
    { absent: "the broker's" },
  ),
  REDIS_URL: storage(redisUrl.optional(), 'Redis for what processes share.', { absent: 'memory', isSecret: true }),

  SUBGRAPH_URL: storage(
    z
      .string()
      .regex(/^https?:\/\/\S*\{name\}/, 'must be an http:// or https:// URL with {name} in it')
      .optional(),
    'Where every subgraph listens, with {name} for its name: http://{name}:4000/graphql.',
    { absent: "supergraph.yaml's routing_url" },
  ),

  INTERNAL_SECRET: secrets(secret.optional(), 'Signs the requests between gateway and subgraphs.', { isSecret: true }),
  INTERNAL_KEY: secrets(secret.optional(), 'Lets a router that cannot sign in, by the header x-fieldhouse-key.', {
    absent: 'signed requests only',
    isSecret: true,
  }),
  AUTH_SECRET: secrets(secret.optional(), "Protects auth's keys at rest; only auth needs it.", { isSecret: true }),

  ADMIN_EMAIL: people(
    z
      .email()
      .max(254)
      .regex(/^.{1,64}@/)
      .optional(),
    'First administrator, made at the start if there is none.',
  ),
  ADMIN_PASSWORD: people(z.string().min(10).max(200).optional(), "The first administrator's password.", {
    isSecret: true,
  }),
  DEMO_DATA: people(
    onOff.optional(),
    'Whether a club that is started for the first time is the demo club, whose logins are public: on or off.',
    { absent: 'on when embedded, where alone it is possible' },
  ),
  DEMO_PASSWORD: people(z.string().min(8).default('riverside-demo'), 'Password of the demo logins.'),
  ACCESS_TOKEN_TTL: people(
    duration.refine((seconds) => seconds >= 1 && seconds <= 86_400, 'must be between 1s and 24h').prefault('10m'),
    'Life of an access token, at most 24h.',
  ),

  REQUEST_TIMEOUT_MS: limits(
    count(50, 600_000).default(15_000),
    'Time for a whole request; what is missing then is said to be, and the rest is served.',
    { code: 'SERVICE_UNAVAILABLE' },
  ),
  SUBGRAPH_TIMEOUT_MS: limits(count(50, 120_000).default(10_000), 'Time a subgraph has for an answer.', {
    code: 'SERVICE_UNAVAILABLE',
  }),
  PLAN_TIMEOUT_MS: limits(count(50, 60_000).default(3_000), 'Time for planning one operation.', {
    code: 'COST_EXCEEDED',
  }),
  MAX_PLAN_PATHS: limits(
    count(1, 1_000_000).default(500),
    'Ways to reach one selection of a query, at most: interfaces and unions in several subgraphs multiply them.',
    { code: 'COST_EXCEEDED' },
  ),
  MAX_WAITING_PLANS: limits(count(1, 100_000).default(500), 'Operations that wait to be planned, at most.', {
    code: 'SERVICE_UNAVAILABLE',
  }),
  ANSWER_TIMEOUT_MS: limits(
    count(100, 3_600_000).default(30_000),
    'Time a client has to take its answer; then its connection is closed.',
    { code: 'the connection is closed' },
  ),
  MAX_CONNECTIONS_PER_ADDRESS: limits(
    count(1, 100_000).default(1_000),
    'Connections of one address, at most; one more closes the one longest unused. Not counted behind proxies.',
    { code: 'a connection is closed' },
  ),
  DRAIN_MS: limits(count(0, 120_000).default(0), 'Time for balancers to notice that a stopping process lets go.', {
    code: 'the connection is closed',
  }),
  MAX_COST: limits(
    costLimits.prefault(USUAL_COST_LIMITS),
    'Cost of a query, at most (docs/cost.md), by who asks: anonymous, user (whoever is signed in) and roles, of which the highest counts; off for no limit. Who is left out keeps the default.',
    { code: 'COST_EXCEEDED' },
  ),
  MAX_DEPTH: limits(count(1, 100).default(15), 'Nesting of a query, at most.', { code: 'GRAPHQL_VALIDATION_FAILED' }),
  MAX_ALIASES: limits(count(0, 10_000).default(30), 'Aliases in a query, at most.', {
    code: 'GRAPHQL_VALIDATION_FAILED',
  }),
  MAX_ROOT_FIELDS: limits(count(1, 1_000).default(20), 'Root fields in a query, at most.', {
    code: 'GRAPHQL_VALIDATION_FAILED',
  }),
  MAX_FIELDS: limits(
    count(1, 100_000).default(2_000),
    'Fields in a query, at most, fragments counted wherever they are spread.',
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ),
  MAX_TOKENS: limits(count(1, 100_000).default(2_000), "Lexical tokens of a query's text, at most.", {
    code: 'GRAPHQL_PARSE_FAILED',
  }),
  MAX_DOCUMENT_LENGTH: limits(count(1_000, 10_000_000).default(100_000), "Characters of a query's text, at most.", {
    code: 'GRAPHQL_PARSE_FAILED',
  }),
  MAX_VARIABLE_VALUES: limits(
    count(1, 1_000_000).default(10_000),
    'Values in the variables of a request, at most, lists and objects counted with what is in them.',
    { code: 'BAD_USER_INPUT' },
  ),
  MAX_BODY_BYTES: limits(count(1_024, 100_000_000).default(1_000_000), 'Size of a request, at most.', {
    code: 'PAYLOAD_TOO_LARGE',
  }),
  MAX_ANSWER_BYTES: limits(
    count(10_000, 100_000_000).default(10_000_000),
    'Size of an answer, at most; a larger one is not sent at all.',
    { code: 'COST_EXCEEDED' },
  ),
  MAX_UNREAD_BYTES: limits(
    count(100_000, 10_000_000_000).default(100_000_000),
    'Bytes of answers that clients have not taken yet, on all connections together, at most; beyond, the one of which nothing was taken for longest is given up.',
    { code: 'the connection is closed' },
  ),
  MAX_REQUESTS_PER_MINUTE: limits(
    count(1, 10_000_000).default(120_000),
    'Requests of one viewer, or of one address without a token, in a minute.',
    { code: 'RATE_LIMITED' },
  ),
  MAX_LIVE_CONNECTIONS_PER_PERSON: limits(
    count(1, 100_000).default(20),
    'WebSockets and event streams of one person at one gateway, at most.',
    { code: 'a WebSocket is closed with 4429, a stream is `RATE_LIMITED`' },
  ),
  MAX_LIVE_CONNECTIONS_PER_ADDRESS: limits(
    count(1, 1_000_000).default(500),
    'WebSockets and event streams of one address at one gateway, at most.',
    { code: 'RATE_LIMITED' },
  ),
  MAX_SUBSCRIPTIONS_PER_CONNECTION: limits(count(1, 100_000).default(100), 'Subscriptions of one WebSocket, at most.', {
    code: 'RATE_LIMITED',
  }),
  MAX_SUBSCRIPTIONS_PER_PERSON: limits(
    count(1, 1_000_000).default(200),
    'Subscriptions of one person at one gateway, at most.',
    { code: 'RATE_LIMITED' },
  ),
  MAX_SUBSCRIPTIONS_PER_ADDRESS: limits(
    count(1, 1_000_000).default(5_000),
    'Subscriptions of one address at one gateway, at most.',
    { code: 'RATE_LIMITED' },
  ),
  MAX_MESSAGE_BYTES: limits(count(1_024, 10_000_000).default(250_000), 'Size of a message by WebSocket, at most.', {
    code: 'the WebSocket is closed with 1009',
  }),
};

/** Settings with a name per domain: DATABASE_URL_TEAMS, SUBGRAPH_URL_TEAMS. */
export const families = {
  DATABASE_URL_: storage(postgresUrl, "One domain's database, by its whole URL: DATABASE_URL_TEAMS.", {
    isSecret: true,
  }),
  SUBGRAPH_URL_: storage(httpUrl, 'Where one subgraph listens: SUBGRAPH_URL_TEAMS.'),
};

/** What `meta` was given to a setting. */
export function metaOf(type: z.ZodType): Meta {
  const { group, description = '', absent, isSecret, code } = (type.meta() ?? {}) as Partial<Meta>;
  return {
    ...{ group: group ?? '', description },
    ...(absent ? { absent } : {}),
    ...(isSecret ? { isSecret } : {}),
    ...(code ? { code } : {}),
  };
}

/** The default of a setting as one would write it, or nothing. */
export function defaultOf(type: z.ZodType): string {
  const { defaultValue } = type.def as { defaultValue?: unknown };
  return defaultValue === undefined ? '' : String(defaultValue);
}
