import { sharedPlanningThreads } from '@fieldhouse/gateway';
import { type RunningSubgraph, rebuildCopies, rebuildsUnderWay, stopSubgraphs } from '@fieldhouse/kit';
import { loadSubgraph, openHouse, settled, startSubgraphs } from '@fieldhouse/launcher';
import { kafkaTransport, postgresTransport } from '@fieldhouse/messaging';
import {
  createLogger,
  memoryKeyValue,
  memorySignals,
  type PublicAgent,
  readConfig,
  readSupergraphFile,
  redisKeyValue,
} from '@fieldhouse/platform';
import pg from 'pg';
import { type TestClock, testClock } from './clock.ts';
import { cloneDatabases } from './databases.ts';
import { type HeldBack, slow } from './deliveries.ts';
import { eventually } from './eventually.ts';
import { type Answer, endpoint, newPerson, type Person, type Run, signIn } from './people.ts';
import { statementsDuring } from './statements.ts';
import { type TeamOptions, teamFounder } from './teams.ts';

export type { Answer, Person };

const ADMIN = { email: 'admin@example.org', password: 'the-test-admin-password' };

/** A whole house for one test file. */
export interface TestClub {
  /** The public endpoint. */
  readonly url: string;
  readonly run: Run;
  /** Somebody new, registered and signed in through the endpoint. */
  person(options?: { displayName?: string; roles?: string[] }): Promise<Person>;
  /** A team with people on it; its id. */
  team(options: TeamOptions): Promise<string>;
  /** The first administrator, from the configuration. */
  admin(): Promise<Person>;
  /** Asks a domain's internal fields, as another service does. */
  ask(
    domain: string,
    document: string,
    variables?: Record<string, unknown>,
    as?: { token: string },
  ): Promise<Answer['data']>;
  /** Looks into a domain's database. */
  sql(domain: string, text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Holds the lock that a statement takes in a domain's database, as somebody who forgot to go on. */
  lock(domain: string, text: string, values?: unknown[]): Promise<{ release(): Promise<void> }>;
  /** The SQL statements that a domain's database gets while `work` runs. */
  statements(domain: string, work: () => Promise<unknown>): Promise<readonly string[]>;
  /** The subgraphs that the gateway fetches from while `work` runs, in order. */
  fetches(work: () => Promise<unknown>): Promise<readonly string[]>;
  /** Holds back the events on their way to a domain. */
  hold(domain: string): HeldBack;
  /** Stops a domain from answering the gateway, as if its process stood still, until the returned function is called. */
  freeze(domain: string): () => void;
  /** What the house takes for now: tokens too run out by it, and sessions. */
  readonly clock: TestClock;
  /** Brings the copies of a domain in line with their owners; resolves when they are. */
  rebuild(domain: string): Promise<void>;
  /** Stops a domain and starts it again; between the two something may happen to its database. */
  restart(domain: string, between?: () => Promise<unknown>): Promise<void>;
  /** Whether a domain says that it is ready. */
  isReady(domain: string): Promise<boolean>;
  /** Resolves when every event committed so far has been published and consumed, and every timer due by now has fired. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const startPlanningThread = sharedPlanningThreads();

/** What every club has, since people sign in. */
const ALWAYS: readonly string[] = ['auth', 'users'];

export interface ClubOptions {
  readonly domains?: readonly string[];
  /** The internet, where a test has one of its own. */
  readonly publicAgent?: PublicAgent;
}

/**
 * Starts everything in this process, on databases of its own: the real thing, only small. A test that names domains
 * gets these and the people; the others are away, as a service may be.
 */
export async function startClub(
  environment: Record<string, string> = {},
  { domains, publicAgent }: ClubOptions = {},
): Promise<TestClub> {
  const all = readSupergraphFile();
  const subgraphs = domains ? all.filter(({ name }) => ALWAYS.includes(name) || domains.includes(name)) : all;
  const databases = await cloneDatabases(subgraphs);
  const log = createLogger({ level: process.env.TEST_LOG_LEVEL ?? 'fatal' });
  const settings = { ...DEFAULTS, ...environment };
  const config = readConfig(settings);
  const { kafkaBrokers: brokers, databaseTimeouts: timeouts } = config;
  const bus = brokers ? null : slow(await postgresTransport({ url: databases.url('bus'), timeouts, log }));
  const transport = bus ?? (await kafkaTransport({ brokers: brokers ?? [], clientId: 'fieldhouse', log }));
  const keyValue = config.redisUrl ? await redisKeyValue(config.redisUrl, log) : memoryKeyValue();
  const signals = memorySignals(log);
  const clock = testClock(() => {
    for (const subgraph of running.values()) subgraph.clockSet();
  });
  const shared = { transport, keyValue, signals, config, environment: settings, log, now: clock.now };
  const outside = publicAgent ? { publicAgent } : {};
  const infrastructure = { subgraphs, databaseUrl: databases.url, ...shared, ...outside };
  const fetched: string[] = [];
  const frozen = new Map<string, Promise<void>>();
  const started = await startSubgraphs(infrastructure);
  const running = new Map([...started].map(([name, it]) => [name, watched(it, fetched, frozen)]));
  const gateway = await openHouse({ ...infrastructure, subgraphs: all }, running, { startPlanningThread });
  const run = endpoint(gateway.url);
  const admin = () => signIn(run, ADMIN.email, ADMIN.password);
  return {
    url: gateway.url,
    clock,
    run,
    person: (options) => newPerson(run, admin, options),
    admin,
    team: teamFounder(run, admin),
    ask: async (domain, document, variables, as) => {
      const headers = as ? { authorization: `Bearer ${as.token}` } : {};
      const answer = await running.get(domain)?.answer({ query: document, variables }, headers, 'tests');
      if (!answer?.data || answer.errors) throw new Error(JSON.stringify(answer?.errors));
      return answer.data;
    },
    sql: databases.query,
    lock: (domain, text, values) => lock(databases.url(domain), text, values),
    statements: (domain, work) => statementsDuring(databases.url(domain), work),
    fetches: async (work) => {
      fetched.length = 0;
      await work();
      return [...fetched];
    },
    hold: (domain) => embedded(bus).hold(domain, () => unpublished([...running.values()])),
    freeze: (domain) => {
      let thaw = () => {};
      frozen.set(domain, new Promise((resolve) => (thaw = resolve)));
      return () => {
        frozen.delete(domain);
        thaw();
      };
    },
    rebuild: (domain) => rebuild(domain, databases.url(domain)),
    restart: async (domain, between = async () => undefined) => {
      await running.get(domain)?.stop();
      await between();
      await startSubgraphs({ ...infrastructure, subgraphs: subgraphs.filter(({ name }) => name === domain) }, started);
      const again = started.get(domain);
      if (again) running.set(domain, watched(again, fetched, frozen));
    },
    isReady: async (domain) => (await running.get(domain)?.healthy()) ?? false,
    settled: () => settled(embedded(bus), [...running.values()], { patienceMs: 20_000 }),
    stop: async () => {
      await gateway.stop();
      await stopSubgraphs(running.values());
      await transport.stop();
      await Promise.all([keyValue.stop(), signals.stop()]);
      await databases.drop();
    },
  };
}

/** How many events are committed and not sent. */
const unpublished = async (running: readonly RunningSubgraph[]): Promise<number> =>
  (await Promise.all(running.map((subgraph) => subgraph.unpublished()))).reduce((sum, count) => sum + count, 0);

/** The same subgraph, with a note of every fetch of the gateway's; one that is frozen answers it once it thaws. */
const watched = (
  subgraph: RunningSubgraph,
  fetched: string[],
  frozen: ReadonlyMap<string, Promise<void>>,
): RunningSubgraph => ({
  ...subgraph,
  answer: async (body, headers, caller, ...rest) => {
    if (caller !== 'gateway') return subgraph.answer(body, headers, caller, ...rest);
    fetched.push(subgraph.name);
    await frozen.get(subgraph.name);
    return subgraph.answer(body, headers, caller, ...rest);
  },
});

/** The bus where it is PostgreSQL: of another nobody can say what is on its way. */
function embedded<T>(bus: T | null): T {
  if (!bus) throw new Error('Events travel through Kafka here');
  return bus;
}

/** What `npm run rebuild` does. */
async function rebuild(domain: string, url: string): Promise<void> {
  const entry = readSupergraphFile().find(({ name }) => name === domain);
  if (!entry) throw new Error(`There is no ${domain}`);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    await rebuildCopies(pool, await loadSubgraph(entry));
    await eventually(async () => {
      const [first] = await rebuildsUnderWay(pool);
      if (first) throw new Error(`${first.topic}: ${first.heard} of ${first.announced ?? '?'} heard`);
    }, REBUILD_PATIENCE_MS);
  } finally {
    await pool.end();
  }
}

const REBUILD_PATIENCE_MS = 60_000;

const DEFAULTS = {
  PORT: '0',
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
  INTERNAL_SECRET: 'a-secret-of-the-tests-and-of-nothing-else',
  AUTH_SECRET: 'another-secret-of-the-tests-and-of-nothing-else',
};

async function lock(url: string, text: string, values: unknown[] = []): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // its database may go first
  await client.connect();
  await client.query('BEGIN');
  await client.query(text, values);
  return { release: () => client.end() };
}
