import { sqlOf } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Match } from './__generated__/prisma/client.ts';

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

/** Writes new matches, however many, in one statement. */
export async function insertMatches(tx: Tx, rows: readonly Match[]): Promise<void> {
  const columns = quoted(Object.keys(rows[0] ?? {}));
  if (rows.length === 0) return;
  await sqlOf(tx)(
    `INSERT INTO "Match" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"Match", $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** What play changes of a match. */
const PLAYED = [
  ...['status', 'firstId', 'firstVacant', 'firstScore', 'firstResult'],
  ...['secondId', 'secondVacant', 'secondScore', 'secondResult'],
  ...['games', 'scheduledAt', 'minutes', 'court', 'startedAt', 'completedAt', 'confirmBy', 'refereeId', 'version'],
];

/** Writes what became of matches, however many, in one statement. Their tournament is held, so nobody else does. */
export async function updateMatches(tx: Tx, rows: readonly Match[]): Promise<void> {
  if (rows.length === 0) return;
  const changes = PLAYED.map((column) => `"${column}" = after."${column}"`).join(', ');
  await sqlOf(tx)(
    `UPDATE "Match" AS match SET ${changes} FROM jsonb_populate_recordset(NULL::"Match", $1::jsonb) AS after
     WHERE match."id" = after."id"`,
    [JSON.stringify(rows)],
  );
}

/** Writes one number for each of many participants, in one statement; those of the tournament who have none lose theirs. */
export async function writeNumbers(
  tx: Tx,
  tournamentId: string,
  column: 'seed' | 'placement',
  numbers: ReadonlyMap<string, number>,
): Promise<void> {
  await sqlOf(tx)(
    `UPDATE "Participant" SET "${column}" = ($2::jsonb ->> "id")::int
     WHERE "tournamentId" = $1 AND "${column}" IS DISTINCT FROM ($2::jsonb ->> "id")::int`,
    [tournamentId, JSON.stringify(Object.fromEntries(numbers))],
  );
}
