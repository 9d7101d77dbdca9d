import type { Sql } from '../database/sql.ts';
import type { Message } from '../message.ts';

/** Whom messages tell to forget, and how. */
export interface Erasure {
  /** Whoever is to be forgotten from this message on, by their id. */
  subjectOf(message: Pick<Message, 'type' | 'payload'>): string | undefined;
  /** A payload without what it says of the subject. */
  erase(message: Pick<Message, 'type' | 'payload'>, subject: string): unknown;
}

/**
 * Makes the dead letters of this database forget somebody, in the caller's transaction, and remembers that: a message
 * that is still on its way may yet become one.
 */
export async function eraseSubject(sql: Sql, erasure: Erasure, subject: string): Promise<void> {
  await sql('INSERT INTO messaging.erased (subject) VALUES ($1) ON CONFLICT DO NOTHING', [subject]);
  await erase(sql, erasure, subject, null);
}

/** Makes one dead letter, just stored, forget those who are to be forgotten; itself it may say who is. */
export async function eraseStored(sql: Sql, erasure: Erasure, message: Message): Promise<void> {
  const own = erasure.subjectOf(message);
  if (own) await eraseSubject(sql, erasure, own);
  for (const { subject } of await sql(MENTIONED, [message.id])) await erase(sql, erasure, String(subject), message.id);
}

async function erase(sql: Sql, erasure: Erasure, subject: string, id: string | null): Promise<void> {
  for (const row of await sql(ABOUT, [subject, id])) {
    const { consumer, type, payload, error } = row as Record<string, string> & { payload: unknown };
    const erased = erasure.erase({ type: String(type), payload }, subject);
    await sql(REWRITE, [consumer, row.id, JSON.stringify(erased ?? null), without(String(error), payload, erased)]);
  }
}

const MENTIONED = `
  SELECT DISTINCT subject FROM messaging.dead_letter JOIN messaging.erased
    ON key = subject OR position(subject IN payload::text) > 0
  WHERE id = $1::uuid`;

const ABOUT = `
  SELECT consumer, id::text AS id, type, payload, error FROM messaging.dead_letter
  WHERE (key = $1 OR position($1 IN payload::text) > 0) AND ($2::uuid IS NULL OR id = $2::uuid) FOR UPDATE`;

const REWRITE = 'UPDATE messaging.dead_letter SET payload = $3::json, error = $4 WHERE consumer = $1 AND id = $2::uuid';

/** The words of an error may quote what the payload said. */
function without(error: string, before: unknown, after: unknown): string {
  const kept = new Set(textsIn(after));
  const gone = textsIn(before).filter((text) => text.length > 2 && !kept.has(text));
  return gone.reduce((told, text) => told.replaceAll(text, '…'), error);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
