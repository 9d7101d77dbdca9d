import type { EventName } from '@fieldhouse/contracts';
import type { Message, Sql } from '@fieldhouse/messaging';
import { isOfRebuild } from './copies/marker.ts';
import type { Database } from './databases.ts';
import { erasure } from './erasure.ts';
import { type CollectedLater, collectLater } from './later.ts';
import { plainStatements, plainTransaction } from './plain-transaction.ts';
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
    if (messages?.every(isRepeatable(reactions))) return plainStatements(pool, begin);
    // A whole batch, on a machine that may be busy: to give up early only means to do it again, one by one.
    const result = messages?.every(isPlainSql(reactions))
      ? await plainTransaction(pool, begin)
      : await db.$transaction((tx) => begin(tx, sqlOf(tx)), { maxWait: 70_000, timeout: 120_000 });
    committed(later.earliest());
    return result;
  };

const batched = (reactions: Reactions<unknown>, type: string) => {
  const reaction = reactions[type as EventName];
  return reaction && 'batch' in reaction ? reaction : undefined;
};

const isPlainSql =
  (reactions: Reactions<unknown>) =>
  ({ type }: Message): boolean =>
    batched(reactions, type)?.isPlainSql ?? false;

/** Whether a message does nothing that a second time would add to: a copy's news, which forgets nobody and answers no rebuild. */
export const isRepeatable =
  (reactions: Reactions<unknown>) =>
  (message: Message): boolean =>
    !isOfRebuild(message) && !erasure.subjectOf(message) && (batched(reactions, message.type)?.isRepeatable ?? false);
