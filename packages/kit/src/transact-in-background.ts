import type { EventName } from '@fieldhouse/contracts';
import type { Message, Sql } from '@fieldhouse/messaging';
import type { Database } from './databases.ts';
import { type CollectedLater, collectLater } from './later.ts';
import { plainTransaction } from './plain-transaction.ts';
import type { Reactions } from './reactions.ts';
import { type Following, sqlOf } from './transact.ts';

/** A transaction of a reaction or a timer, and what is said in it about later. */
export interface Inside {
  readonly tx: object;
  readonly later: CollectedLater;
}

/** Runs work that no request waits for: on these messages, or on a timer. */
export type BackgroundTransact = <T>(
  work: (inside: Inside, sql: Sql) => Promise<T>,
  messages?: readonly Message[],
) => Promise<T>;

/** The transactions of a subgraph's reactions and timers. */
export const backgroundTransact =
  ({ db, pool }: Database, reactions: Reactions<unknown>, { agenda, committed }: Following): BackgroundTransact =>
  async (work, messages) => {
    const later = collectLater(agenda);
    const begin = (tx: object, sql: Sql) => work({ tx, later }, sql);
    // A whole batch, on a machine that may be busy: to give up early only means to do it again, one by one.
    const result =
      messages && isPlainSql(reactions, messages)
        ? await plainTransaction(pool, begin)
        : await db.$transaction((tx) => begin(tx, sqlOf(tx)), { maxWait: 70_000, timeout: 120_000 });
    committed(later.earliest());
    return result;
  };

const isPlainSql = (reactions: Reactions<unknown>, messages: readonly Message[]): boolean =>
  messages.every(({ type }) => {
    const reaction = reactions[type as EventName];
    return reaction && 'batch' in reaction && reaction.isPlainSql;
  });
