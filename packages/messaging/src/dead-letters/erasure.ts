import type { Sql } from '../database/sql.ts';
import type { Message } from '../message.ts';

/** What was set aside: a message, or a timer or job, whose type is its name. */
export interface SetAside extends Pick<Message, 'type' | 'key' | 'payload'> {
  readonly kind: 'message' | 'timer' | 'job';
}

/** Whom messages tell to forget, and how. */
export interface Erasure {
  /** Whoever is to be forgotten from this message on, by their id. */
  subjectOf(message: Pick<Message, 'type' | 'payload'>): string | undefined;
  /** The payload of what was set aside without what it says of the subject. */
  erase(letter: SetAside, subject: string): unknown;
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
  await eraseMentioned(sql, erasure, message.id);
}

/** Makes one dead letter, just stored, forget those who were to be forgotten before it was. */
export async function eraseMentioned(sql: Sql, erasure: Erasure, id: string): Promise<void> {
  for (const { subject } of await sql(MENTIONED, [id])) await erase(sql, erasure, String(subject), id);
}

async function erase(sql: Sql, erasure: Erasure, subject: string, id: string | null): Promise<void> {
  for (const row of await sql(ABOUT, [subject, id])) {
    const { consumer, topic, type, key, payload, error } = row as unknown as LetterRow;
    const kind = topic === 'timer' || topic === 'job' ? topic : 'message';
    const erased = erasure.erase({ kind, type, key, payload }, subject);
    await sql(REWRITE, [consumer, row.id, JSON.stringify(erased ?? null), without(error, payload, erased)]);
  }
}

interface LetterRow extends Pick<Message, 'topic' | 'type' | 'key' | 'payload'> {
  readonly consumer: string;
  readonly error: string;
}

const MENTIONED = `
  SELECT DISTINCT subject FROM messaging.dead_letter JOIN messaging.erased
    ON position(subject IN key) > 0 OR position(subject IN payload::text) > 0
  WHERE id = $1::uuid`;

const ABOUT = `
  SELECT consumer, id::text AS id, topic, type, key, payload, error FROM messaging.dead_letter
  WHERE (position($1 IN key) > 0 OR position($1 IN payload::text) > 0) AND ($2::uuid IS NULL OR id = $2::uuid) FOR UPDATE`;

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
