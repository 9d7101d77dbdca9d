import { type Relay, type Sql, startWorker, type Worker } from '@fieldhouse/messaging';
import type { Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import { plainTransaction } from '../plain-transaction.ts';
import type { AnyCopy } from './copy.ts';
import { type Finishing, finishStep } from './finish.ts';
import { askForRebuild, byTopic } from './rebuild.ts';
import { isEmptyStatement } from './statements.ts';

/** A subgraph's rebuilds. */
export interface Rebuilding extends Worker {
  /** False while a copy that was new at a start has not caught up. */
  caughtUp(): Promise<boolean>;
}

const LOOK_MILLISECONDS = 5_000;

interface Rebuilds extends Finishing {
  readonly pool: pg.Pool;
  readonly relay: Pick<Relay, 'wake'>;
  readonly database: Outage;
}

/** Sees rebuilds through to their end, and asks for one where a copy is new. */
export async function startRebuilding(finishing: Rebuilds): Promise<Rebuilding> {
  const { pool, database, copies, relay } = finishing;
  await plainTransaction(pool, (_, sql) => askWhereNew(sql, finishing));
  relay.wake();
  const step = async () => {
    if ((await pool.query(UNDER_WAY)).rowCount === 0) return false;
    const isMore = await plainTransaction(pool, (_, sql) => finishStep(sql, finishing));
    if (isMore) relay.wake(); // it may have asked once more
    return isMore;
  };
  const worker = startWorker(step, { name: 'rebuilds', lookMs: LOOK_MILLISECONDS, database });
  let isCaughtUp = copies.length === 0; // and stays so
  return {
    ...worker,
    caughtUp: async () => {
      isCaughtUp ||= (await pool.query(CAUGHT_UP)).rows[0]?.caught_up === true;
      return isCaughtUp;
    },
  };
}

const UNDER_WAY = 'SELECT FROM messaging.rebuild WHERE finished_at IS NULL LIMIT 1';
const CAUGHT_UP = `
  SELECT NOT EXISTS (SELECT FROM messaging.rebuild WHERE is_first AND finished_at IS NULL) AS caught_up`;

/** A copy without a row that was never rebuilt: what happened before it was thought of may be on no transport any more. */
async function askWhereNew(sql: Sql, { subgraph, copies }: Finishing): Promise<void> {
  for (const [topic, own] of byTopic(copies)) {
    const known = await sql('SELECT FROM messaging.rebuild WHERE topic = $1 LIMIT 1', [topic]);
    if (known.length === 0 && (await areEmpty(sql, own)))
      await askForRebuild(sql, subgraph, { topic, copies: own, isFirst: true });
  }
}

async function areEmpty(sql: Sql, copies: readonly AnyCopy[]): Promise<boolean> {
  for (const { declaration } of copies) {
    const [row] = await sql(isEmptyStatement(declaration), []);
    if (row?.empty !== true) return false;
  }
  return true;
}
