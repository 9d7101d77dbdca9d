import type { EventName, EventPayload } from '@fieldhouse/contracts';
import type { Emit, Later, Resources, Tx } from './context.ts';

/** What a reaction works with: the transaction that also notes the event as seen, and the subgraph's resources. */
export type ReactionResources<Db> = Omit<Resources<Db>, 'db' | 'transact'> &
  Later & {
    readonly tx: Tx<Db>;
    readonly emit: Emit;
  };

/** As `ReactionResources`, and what the event's envelope says. */
export type OneReactionResources<Db> = ReactionResources<Db> & {
  /** When the event happened, by the clock of the service that it happened in. */
  readonly happenedAt: Date;
  /** The person at whose request it happened; `null` where it happened by itself, or nobody knows. */
  readonly actorId: string | null;
};

type One<N extends EventName, Db> = (event: EventPayload[N], resources: OneReactionResources<Db>) => Promise<void>;
type Many<N extends EventName, Db> = {
  readonly batch: (events: readonly EventPayload[N][], resources: ReactionResources<Db>) => Promise<void>;
  /** Uses nothing of the transaction but `sqlOf`: runs without Prisma, at a third of the cost. */
  readonly isPlainSql?: boolean;
  /** Besides, what it writes has a version: a repeat changes nothing, so it needs neither inbox nor transaction. */
  readonly isRepeatable?: boolean;
};

/** What a subgraph does when another domain announces something, by event. */
export type Reactions<Db> = { readonly [N in EventName]?: One<N, Db> | Many<N, Db> };

/**
 * Declares the reactions. Each runs once per event, as a repeat is recognised in the same transaction; but after a
 * replay it can run late, so it is written as "set", not as "add", and heeds versions.
 */
export const reactTo = <Db>(reactions: Reactions<Db>): Reactions<Db> => reactions;

/** A reaction that takes a run of events in one statement instead of one by one. */
export const inBatches = <N extends EventName, Db>(
  batch: (events: readonly EventPayload[N][], resources: ReactionResources<Db>) => Promise<void>,
): Many<N, Db> => ({ batch });

/** As `inBatches`, for what writes by `sqlOf(tx)` alone. */
export const inPlainSql = <N extends EventName, Db>(
  batch: (events: readonly EventPayload[N][], resources: ReactionResources<Db>) => Promise<void>,
): Many<N, Db> => ({ batch, isPlainSql: true });

/** As `inPlainSql`, for what may be written again at any time: each statement by itself, heeding versions. */
export const repeatably = <N extends EventName, Db>(
  batch: (events: readonly EventPayload[N][], resources: ReactionResources<Db>) => Promise<void>,
): Many<N, Db> => ({ batch, isPlainSql: true, isRepeatable: true });

/**
 * What a subgraph does at once when a change of its own that announces something is committed, before its caller has the
 * answer. It may fail, or be lost with the process: what must not be lost is among the reactions as well.
 */
export type AtOnce = {
  readonly [N in EventName]?: (
    event: EventPayload[N],
    resources: Pick<Resources, 'denyList' | 'config'>,
  ) => Promise<void>;
};
