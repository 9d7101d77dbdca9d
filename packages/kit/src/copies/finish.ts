import type { Sql } from '@fieldhouse/messaging';
import { codesIn, type Logger } from '@fieldhouse/platform';
import type { AnyCopy } from './copy.ts';
import { askForRebuild } from './rebuild.ts';
import { doubtStatement, removeStatement } from './statements.ts';

/** Whose rebuilds are finished. */
export interface Finishing {
  readonly subgraph: string;
  readonly copies: readonly AnyCopy[];
  readonly log: Logger;
}

interface Complete {
  readonly id: string;
  readonly topic: string;
  readonly part_of: string | null;
  readonly doubted_at: Date | null;
}

// Everything was heard of it, and nobody else is about to finish it. Of a whole one, no question is open either.
const COMPLETE = `
  SELECT id::text, topic, part_of::text, doubted_at FROM messaging.rebuild AS rebuild
  WHERE finished_at IS NULL AND announced IS NOT NULL AND NOT EXISTS (
    SELECT FROM messaging.rebuild AS part WHERE part.part_of = rebuild.id AND part.finished_at IS NULL
  ) AND (doubted_at IS NOT NULL OR announced = (
    SELECT count(DISTINCT message_id) FROM messaging.rebuild_row WHERE rebuild_row.rebuild = rebuild.id
  )) ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/**
 * A step towards the end of a rebuild of which everything was heard; false when there is none. Rows that were not
 * announced are either gone at the owner, or came into being after it had passed their place, or were heard of in another
 * way: which of these, only the owner can say, so it is asked about each once more.
 */
export async function finishStep(sql: Sql, { subgraph, copies, log }: Finishing): Promise<boolean> {
  const [rebuild] = (await sql(COMPLETE, [])) as unknown as Complete[];
  if (!rebuild) return false;
  const own = copies.filter(({ topic }) => topic === rebuild.topic);
  if (rebuild.part_of !== null) await settleDoubts(sql, rebuild.id, own, log);
  else if (rebuild.doubted_at === null) await doubt(sql, rebuild.id, own);
  else if (!(await askAboutDoubts(sql, subgraph, rebuild, own))) await finish(sql, rebuild.id);
  return true;
}

async function doubt(sql: Sql, id: string, copies: readonly AnyCopy[]): Promise<void> {
  for (const { declaration } of copies) await sql(doubtStatement(declaration), [id, declaration.table]);
  await sql('UPDATE messaging.rebuild SET doubted_at = now() WHERE id = $1::uuid', [id]);
}

const DOUBTS_AT_ONCE = 500;

async function askAboutDoubts(
  sql: Sql,
  subgraph: string,
  { id, topic }: Complete,
  copies: readonly AnyCopy[],
): Promise<boolean> {
  const doubted = await sql(UNASKED, [id, DOUBTS_AT_ONCE]);
  const keys = doubted.map(({ aggregate }) => String(aggregate));
  if (keys.length === 0) return false;
  const part = await askForRebuild(sql, subgraph, { topic, copies, partOf: id, keys });
  await sql(ASKED, [id, keys, part]);
  return true;
}

const UNASKED = `
  SELECT DISTINCT aggregate FROM messaging.rebuild_doubt WHERE rebuild = $1::uuid AND asked_in IS NULL
  ORDER BY aggregate LIMIT $2::int`;
const ASKED = `
  UPDATE messaging.rebuild_doubt SET asked_in = $3::uuid
  WHERE rebuild = $1::uuid AND aggregate = ANY($2::text[]) AND asked_in IS NULL`;

/** Removes what the owner has not, even when asked for it: those rows first that refer to others. */
async function settleDoubts(sql: Sql, id: string, copies: readonly AnyCopy[], log: Logger): Promise<void> {
  for (const { declaration } of [...copies].reverse()) {
    const gone = await sql(GONE, [id, declaration.table]);
    let kept = 0;
    for (const { key_columns, version } of gone)
      if (!(await isRemoved(sql, removeStatement(declaration), [JSON.stringify(key_columns), Number(version)]))) kept++;
    if (kept > 0)
      log.warn({ table: declaration.table, kept }, 'rows that their owner has not are in use here, and stay');
  }
  await finish(sql, id);
}

const GONE = `
  SELECT key_columns, version FROM messaging.rebuild_doubt AS doubt
  WHERE asked_in = $1::uuid AND copied_to = $2 AND NOT EXISTS (
    SELECT FROM messaging.rebuild_row AS heard
    WHERE heard.rebuild = $1::uuid AND heard.copied_to = $2 AND heard.row_key = doubt.row_key)
  ORDER BY row_key`;

/** False when something of this subgraph's own refers to the row. */
async function isRemoved(sql: Sql, statement: string, values: readonly unknown[]): Promise<boolean> {
  await sql('SAVEPOINT before_removal', []);
  try {
    await sql(statement, values);
    return true;
  } catch (error) {
    if (!codesIn(error).includes('23503')) throw error;
    await sql('ROLLBACK TO SAVEPOINT before_removal', []);
    return false;
  } finally {
    await sql('RELEASE SAVEPOINT before_removal', []).catch(() => undefined); // gone with the transaction
  }
}

async function finish(sql: Sql, id: string): Promise<void> {
  await sql('DELETE FROM messaging.rebuild_row WHERE rebuild = $1::uuid', [id]);
  await sql('DELETE FROM messaging.rebuild_doubt WHERE rebuild = $1::uuid', [id]);
  await sql('UPDATE messaging.rebuild SET finished_at = now() WHERE id = $1::uuid', [id]);
}
