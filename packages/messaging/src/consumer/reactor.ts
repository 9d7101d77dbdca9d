import type { Logger, Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import type { Sql } from '../database/sql.ts';
import { type Erasure, eraseStored, eraseSubject } from '../dead-letters/erasure.ts';
import { storeDeadLetter } from '../dead-letters/store.ts';
import { type Message, runsOfOneType } from '../message.ts';
import { backoff, pause } from '../waiting/backoff.ts';
import { blame } from './failure.ts';
import { markSeen } from './inbox.ts';

/** How a service takes in what others announce. */
export interface Reacting<Tx> {
  /** The service: whose inbox it is, and which group shares the messages. */
  readonly group: string;
  readonly pool: pg.Pool;
  /** Runs work on these messages in one transaction of the service's own kind. */
  readonly transact: <T>(work: (tx: Tx, sql: Sql) => Promise<T>, messages: readonly Message[]) => Promise<T>;
  /** Applies one run of messages of one type, in order; throwing undoes the transaction. */
  readonly react: (messages: readonly Message[], tx: Tx, sql: Sql) => Promise<void>;
  /** Whether a message may take effect again, as what it says has a version: then it needs no inbox. None where absent. */
  readonly isRepeatable?: (message: Message) => boolean;
  /** Whom dead letters forget when a message says so; nobody where absent. */
  readonly erasure?: Erasure;
  readonly log: Logger;
  /** How the log hears that the database, or what else the reactions need, is away. */
  readonly database: Outage;
}

/** What passes, outages and conflicts, is tried again for as long as it takes. */
const MAX_FAULTS = 2;
/** Two transactions that meet are nothing to tell of; one that is held up for seconds is, once. */
const TELLING_ATTEMPT = 6;

/**
 * Takes in a batch: as one transaction when all goes well (ten times the throughput of one each), else message by
 * message, so that the one that cannot be worked with is set aside and the others take effect.
 * Rejects only when `stopping`: what it did not finish is to be delivered again.
 */
export async function takeIn<Tx>(
  reacting: Reacting<Tx>,
  messages: readonly Message[],
  stopping: AbortSignal,
): Promise<void> {
  if (messages.length === 0) return;
  const { group, log } = reacting;
  try {
    await outlastOutages(reacting, stopping, () => apply(reacting, messages));
  } catch (error) {
    stopping.throwIfAborted();
    log.warn({ error, group, messages: messages.length }, 'batch failed, taking its messages one by one');
    for (const message of messages) await takeInOne(reacting, message, stopping);
  }
}

/** The inbox rows, the effects in order and what they announce in turn commit together. */
const apply = <Tx>(
  { group, transact, isRepeatable = () => false, react, erasure }: Reacting<Tx>,
  messages: readonly Message[],
): Promise<void> =>
  transact(async (tx, sql) => {
    const fresh = messages.every(isRepeatable) ? messages : await markSeen(sql, group, messages);
    for (const run of runsOfOneType(fresh)) await react(run, tx, sql);
    if (erasure) for (const subject of subjectsIn(fresh, erasure)) await eraseSubject(sql, erasure, subject);
  }, messages);

const subjectsIn = (messages: readonly Message[], erasure: Erasure): string[] =>
  messages.flatMap((message) => erasure.subjectOf(message) ?? []);

async function takeInOne<Tx>(reacting: Reacting<Tx>, message: Message, stopping: AbortSignal): Promise<void> {
  const { group, pool, log } = reacting;
  for (let faults = 0, attempt = 1; ; attempt++) {
    try {
      return await outlastOutages(reacting, stopping, () => apply(reacting, [message]));
    } catch (error) {
      stopping.throwIfAborted();
      const failure = await blame(error, pool);
      const { id, topic, key, type } = message;
      if (failure === 'fault' && ++faults === MAX_FAULTS) {
        log.error({ error, group, id, topic, key, type }, 'message set aside as a dead letter');
        return outlastOutages(reacting, stopping, () => setAside(reacting, message, error, attempt));
      }
      if (failure !== 'conflict') continue; // an outage began after the failure was judged
      if (attempt === TELLING_ATTEMPT)
        log.warn({ error, group, id, topic, key, type, attempt }, 'others are in the way');
      await pause(backoff(attempt), stopping);
    }
  }
}

async function setAside<Tx>(
  { pool, group, erasure }: Reacting<Tx>,
  message: Message,
  error: unknown,
  attempts: number,
): Promise<void> {
  await storeDeadLetter(pool, group, message, error, attempts);
  const sql: Sql = async (text, values) => (await pool.query(text, [...values])).rows;
  if (erasure) await eraseStored(sql, erasure, message);
}

/** Repeats `work` while what it needs is away: then no message is to blame, and none is set aside. */
export async function outlastOutages<T>(
  { group, pool, database }: Pick<Reacting<never>, 'group' | 'pool' | 'database'>,
  stopping: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    stopping.throwIfAborted();
    try {
      const result = await work();
      database.worked(`reactions of ${group}`);
      return result;
    } catch (error) {
      if ((await blame(error, pool)) !== 'outage') throw error;
      database.failed(`reactions of ${group}`, error);
      await pause(backoff(attempt), stopping);
    }
  }
}
