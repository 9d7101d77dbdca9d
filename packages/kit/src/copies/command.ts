import { eventCatalog } from '@fieldhouse/contracts';
import type pg from 'pg';
import type { Subgraph } from '../define-subgraph.ts';
import { plainTransaction } from '../plain-transaction.ts';
import { askForRebuild, byTopic } from './rebuild.ts';

/** How far a topic's rebuild is. */
export interface RebuildProgress {
  readonly topic: string;
  readonly heard: number;
  /** Known once the owner has announced everything. */
  readonly announced: number | null;
}

/** Asks the owners of all that a subgraph copies to announce it again; a rebuild that is under way goes on. The topics. */
export async function rebuildCopies(pool: pg.Pool, { name, definition: { copies = [] } }: Subgraph): Promise<string[]> {
  const topics = byTopic(copies);
  await plainTransaction(pool, async (_, sql) => {
    for (const [topic, own] of topics) await askForRebuild(sql, name, { topic, copies: own });
  });
  return [...topics.keys()];
}

/** The rebuilds under way in a subgraph's database. */
export async function rebuildsUnderWay(pool: pg.Pool): Promise<RebuildProgress[]> {
  const { rows } = await pool.query<{ topic: string; heard: string; announced: string | null }>(UNDER_WAY);
  return rows.map(({ topic, heard, announced }) => ({
    topic,
    heard: Number(heard),
    announced: announced === null ? null : Number(announced),
  }));
}

const UNDER_WAY = `
  SELECT topic, announced, (
    SELECT count(DISTINCT message_id) FROM messaging.rebuild_row WHERE rebuild_row.rebuild = rebuild.id
  ) AS heard
  FROM messaging.rebuild WHERE part_of IS NULL AND finished_at IS NULL ORDER BY topic`;

/** Notes that nothing was announced by anybody so far, so that no copy has anything to catch up with. */
export async function noteCaughtUp(pool: pg.Pool): Promise<void> {
  await pool.query(CAUGHT_UP, [[...new Set(Object.values(eventCatalog).map(({ topic }) => topic))]]);
}

const CAUGHT_UP = `
  INSERT INTO messaging.rebuild (id, topic, is_first, announced, finished_at)
  SELECT gen_random_uuid(), topic, true, 0, now() FROM unnest($1::text[]) AS topic`;
