import type { Sql } from '../database/sql.ts';

/** What a transaction says about later. */
export type TaskChange = Scheduled | Cancelled;

/** Something to be done: at that time, or as soon as the transaction has committed. */
export interface Scheduled {
  readonly kind: 'timer' | 'job';
  readonly name: string;
  readonly key: string;
  readonly at: Date | null;
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** A timer that is not to be. */
export interface Cancelled {
  readonly kind: 'cancelled';
  readonly name: string;
  readonly key: string;
}

const MAX_KEY_CHARACTERS = 300; // what an index entry holds, whatever the script
const MAX_PAYLOAD_BYTES = 64 * 1024;
const LATEST = Date.UTC(10_000, 0);

/**
 * Writes what a transaction says about later, in that transaction and last; of several changes of one name and key the
 * last counts. Sorted, so that two transactions wait for each other instead of deadlocking.
 */
export async function writeTasks(sql: Sql, changes: readonly TaskChange[]): Promise<void> {
  changes.forEach(ensureFits);
  const last = [...new Map(changes.map((change) => [placeOf(change), change])).entries()];
  const sorted = last.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, change]) => change);
  const timers = sorted.filter(({ kind }) => kind !== 'job');
  const cancelled = sorted.filter(({ kind }) => kind === 'cancelled');
  const scheduled = sorted.filter((change): change is Scheduled => change.kind !== 'cancelled');
  if (timers.length > 0) await sql(SUPERSEDE, columnsOf(timers));
  if (cancelled.length > 0) await sql(CANCEL, columnsOf(cancelled));
  if (scheduled.length > 0) await sql(SCHEDULE, [JSON.stringify(scheduled.map(rowOf))]);
}

const placeOf = ({ name, key }: TaskChange): string => JSON.stringify([name, key]);

const columnsOf = (changes: readonly TaskChange[]) => [changes.map(({ name }) => name), changes.map(({ key }) => key)];

// Texts within the text, as only as `json` of its own may a payload hold \u0000.
const rowOf = ({ payload, headers, ...row }: Scheduled) => ({
  ...row,
  payload: JSON.stringify(payload ?? null),
  headers: JSON.stringify(headers),
});

// A timer that was set aside is not to come back once it is moved or cancelled.
const SUPERSEDE = `
  DELETE FROM messaging.dead_letter USING unnest($1::text[], $2::text[]) AS timer (name, key)
  WHERE topic = 'timer' AND type = timer.name AND dead_letter.key = timer.key RETURNING id::text`;

const CANCEL = `
  DELETE FROM messaging.task USING unnest($1::text[], $2::text[]) AS cancelled (name, key)
  WHERE task.name = cancelled.name AND task.key = cancelled.key AND kind = 'timer' RETURNING task.id::text`;

// A job that is under way goes on with what it was given, and comes again with the new: never twice at once.
const SCHEDULE = `
  INSERT INTO messaging.task (kind, name, key, due_at, run_at, payload, headers)
  SELECT kind, name, key, coalesce(at, now()), coalesce(at, now()), payload::json, headers::json
  FROM json_to_recordset($1::json) AS scheduled (kind text, name text, key text, at timestamptz, payload text, headers text)
  ON CONFLICT (name, key) DO UPDATE SET
    id = excluded.id, kind = excluded.kind, due_at = excluded.due_at, attempts = 0,
    payload = excluded.payload, headers = excluded.headers,
    run_at = CASE WHEN excluded.kind = 'job' AND task.lease IS NOT NULL THEN task.run_at ELSE excluded.run_at END,
    lease = CASE WHEN excluded.kind = 'job' THEN task.lease END
  RETURNING id::text`;

function ensureFits(change: TaskChange): void {
  const { name, key } = change;
  if (key.length > MAX_KEY_CHARACTERS) throw new RangeError(`A key of ${name} has ${key.length} characters: too many`);
  if (change.kind === 'cancelled') return;
  if (change.at && !(change.at.getTime() < LATEST && change.at.getTime() >= 0))
    throw new RangeError(`${name} of ${key} is scheduled for no possible time`);
  const bytes = Buffer.byteLength(JSON.stringify(change.payload ?? null));
  if (bytes > MAX_PAYLOAD_BYTES)
    throw new RangeError(`The payload of ${name} has ${bytes} bytes: keep it in a table and name it by id`);
}
