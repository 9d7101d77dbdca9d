import { every, prepareMessaging, startRelay, type Tasks } from '@fieldhouse/messaging';
import type { Resources } from './context.ts';
import { startCopying } from './copies/copying.ts';
import { openDatabases } from './databases.ts';
import type { Subgraph } from './define-subgraph.ts';
import { healthOf } from './health.ts';
import type { Host } from './host.ts';
import { purgeAnswers } from './idempotency/answers.ts';
import { joinInTime } from './joining.ts';
import { agendaOf } from './later.ts';
import { lazyCache } from './lazy-cache.ts';
import { createResources } from './resources.ts';
import { type Answer, startServer } from './server.ts';
import { startSignalling } from './signalling.ts';
import { heardBy, startReactions } from './start-reactions.ts';
import { startLater } from './start-tasks.ts';
import { type Stoppable, stopping } from './stopping.ts';
import { sqlOf } from './transact.ts';
import { backgroundTransact } from './transact-in-background.ts';
import { createViewers } from './viewer.ts';

/** A subgraph at work. */
export interface RunningSubgraph extends Stoppable {
  readonly name: string;
  /** Answers one GraphQL request of a caller that was already authenticated as a service. */
  readonly answer: Answer;
  /** One of the public JSON documents; `undefined` for an unknown path. */
  readonly document: (path: string) => Promise<unknown>;
  /** What it stands on, by name: `database`, `copies` of other domains' rows, and what it goes on without, if worse. */
  readonly parts: () => Promise<Readonly<Record<string, boolean>>>;
  /** True once the database answers and the copies, where they were new, have caught up. */
  readonly healthy: () => Promise<boolean>;
  /** What others have yet to hear of: events committed and not yet published, timers due and not yet fired. */
  readonly unpublished: () => Promise<number>;
  /** Says that the clock that the host gave was set. */
  readonly clockSet: () => void;
}

/** Brings a described subgraph to life on a migrated database. */
export async function startSubgraph(subgraph: Subgraph, host: Host): Promise<RunningSubgraph> {
  const { databaseUrl, transport, log, client } = host;
  const { definition, name } = subgraph;
  await prepareMessaging(databaseUrl);
  const databases = openDatabases(subgraph, host);
  const { outage, forEvents } = databases;
  const signalling = startSignalling(host.signals);
  const { published } = signalling;
  const relay = await startRelay({
    pool: forEvents.pool,
    url: databaseUrl,
    transport,
    log,
    database: outage,
    published,
  });
  let tasks: Tasks | undefined;
  const following = {
    agenda: agendaOf(definition.timers, definition.jobs, host.now),
    committed: (earliest: Date | undefined) => {
      relay.wake();
      if (earliest) tasks?.wake(earliest);
    },
  };
  const cache = lazyCache({ name, store: host.keyValue, signals: host.signals, log });
  const resourcesFor = createResources(subgraph, databases, following, { ...host, cache });
  const resources = resourcesFor();
  await definition.prepare?.(resources);
  const upkeep = startUpkeep(definition.upkeep, resources);
  const viewers = createViewers({
    jwks: () => client('auth').fetchJson('/.well-known/jwks.json'),
    denyList: resources.denyList,
    now: resources.now,
  });
  const server = await startServer(subgraph, { resourcesFor, database: outage }, viewers);
  const reactions = heardBy(name, definition);
  const transact = backgroundTransact(forEvents, reactions, following);
  const background = { pool: forEvents.pool, transact, resourcesFor, outage, log };
  const copying = await startCopying(subgraph, { ...background, relay });
  const react = () => startReactions(name, reactions, { ...background, copying, transport });
  const consumer = await joinInTime(react, { log });
  tasks = await startLater(name, definition, { ...background, clock: host.now });
  const { overdue, wake, stop: stopTasks } = tasks;
  const purges = every(
    HOUR_MS,
    () => purgeAnswers(sqlOf(forEvents.db), resources.now()).then(() => outage.worked('old answers')),
    (error) => outage.failed('old answers', error),
  );
  const stopBackground = async () => {
    cache.stop();
    await Promise.all([consumer.stop(), stopTasks(), purges.stop(), copying.stop(), upkeep?.stop()]);
  };
  const { keyValue } = host;
  const { denyList } = resources;
  const health = healthOf({ database: databases.forRequests.pool, copying, transport, keyValue, denyList });
  return {
    name,
    answer: server.answer,
    document: async (path) => definition.documents?.[path]?.(resources),
    ...health,
    unpublished: async () => (await relay.pending()) + (await overdue()),
    clockSet: () => wake(),
    ...stopping(stopBackground, [server, relay, signalling], databases),
  };
}

const HOUR_MS = 3_600_000;

/** Repeats what the subgraph keeps in order; it tells of its failures itself. */
function startUpkeep(upkeep: Subgraph['definition']['upkeep'], resources: Resources) {
  if (!upkeep) return undefined;
  const { everyMs, work } = upkeep(resources);
  return every(everyMs, work, (error) => resources.log.warn({ error }, 'upkeep failed, trying again'));
}
