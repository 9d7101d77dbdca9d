import { type EventName, eventCatalog, parseEvent } from '@fieldhouse/contracts';
import { type Consumer, type Message, type Sql, startConsumer, type Transport } from '@fieldhouse/messaging';
import type { Logger, Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import type { Copying } from './copies/copying.ts';
import { concerns, isOfRebuild, isSaidAgain, runsOfNews } from './copies/marker.ts';
import { takeAnnounced } from './copies/rebuild.ts';
import { erasure } from './erasure.ts';
import { inPlainSql, type Reactions } from './reactions.ts';
import type { ResourcesFor } from './resources.ts';
import { ACTOR, commonTrace, type Trace, traceOf } from './trace.ts';
import { collectEvents } from './transact.ts';
import { type BackgroundTransact, type Inside, isRepeatable } from './transact-in-background.ts';

interface Reacting {
  readonly pool: pg.Pool;
  readonly transact: BackgroundTransact;
  readonly copying: Pick<Copying, 'copies' | 'wake'>;
  readonly transport: Transport;
  readonly resourcesFor: ResourcesFor;
  readonly outage: Outage;
  readonly log: Logger;
}

/** Subscribes to the topics of the events that the reactions name; none, and there is no consumer. */
export async function startReactions(
  name: string,
  reactions: Reactions<unknown>,
  { pool, transact, copying, transport, resourcesFor, outage, log }: Reacting,
): Promise<Consumer | null> {
  const types = Object.keys(reactions) as EventName[];
  if (types.length === 0) return null;
  return startConsumer<Inside>({
    group: name,
    topics: [...new Set(types.map((type) => eventCatalog[type].topic))],
    types,
    concerns: (message) => concerns(name, message),
    transport,
    pool,
    transact: async (work, messages) => {
      const result = await transact(work, messages);
      if (messages.some(isOfRebuild)) copying.wake();
      return result;
    },
    react: async (messages, tx, sql) => {
      for (const run of runsOfNews(messages))
        if (run.some(isSaidAgain)) await takeAnnounced(sql, copying.copies, run);
        else await react(name, reactions, run, { ...tx, sql, resourcesFor });
    },
    isRepeatable: isRepeatable(reactions),
    erasure,
    database: outage,
    log,
  });
}

/**
 * What a subgraph hears that reacts, or has timers or jobs: every domain's dead letters forget who is deleted, whatever else
 * it does then; the one that deletes does so itself.
 */
export const heardBy = (name: string, { reactions = {}, timers, jobs }: Declared): Reactions<unknown> =>
  Object.keys({ ...reactions, ...timers, ...jobs }).length > 0 ? { ...hearsOfDeletion(name), ...reactions } : {};

interface Declared {
  readonly reactions?: Reactions<unknown>;
  readonly timers?: object;
  readonly jobs?: object;
}

const hearsOfDeletion = (name: string): Reactions<unknown> =>
  eventCatalog.UserDeleted.topic.split('.')[1] === name ? {} : { UserDeleted: inPlainSql(async () => undefined) };

/** Runs the reaction to a run of messages of one type, in the transaction that marks them as seen. */
async function react(
  source: string,
  reactions: Reactions<unknown>,
  messages: readonly Message[],
  { tx, later, sql, resourcesFor }: Inside & { sql: Sql; resourcesFor: ResourcesFor },
): Promise<void> {
  const [first] = messages;
  const type = first?.type as EventName;
  // Which reaction belongs to which payload is checked where reactions are declared; here the name selects both.
  const reaction = reactions[type] as Reactions<unknown>['UserDeleted'];
  if (!first || !reaction) return;
  const eventOf = ({ payload }: Message) => parseEvent(type as 'UserDeleted', payload);
  const { emitFor, flush } = collectEvents(source);
  const inside = (trace: Trace) => {
    const { db: _, transact: __, ...rest } = resourcesFor({ trace });
    return { ...rest, ...later.laterFor(trace), tx, emit: emitFor(trace) };
  };
  const traces = messages.map(({ headers }) => traceOf(headers));
  if ('batch' in reaction) await reaction.batch(messages.map(eventOf), inside(commonTrace(traces)));
  else
    for (const [at, message] of messages.entries()) {
      const trace = traces[at] ?? {};
      const said = { happenedAt: new Date(message.occurredAt), actorId: trace[ACTOR] ?? null };
      await reaction(eventOf(message), { ...inside(trace), ...said });
    }
  await later.flush(sql);
  await flush(sql);
}
