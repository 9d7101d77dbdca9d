import type { Match as MatchRow } from './__generated__/prisma/client.ts';
import type { Doing, HeldStage } from './held.ts';
import { type Sides, sidesOf } from './sides.ts';

const MINUTE = 60_000;
/** How long a match takes of which nobody said so. */
export const USUAL_MINUTES = 60;

type Appointed = Pick<MatchRow, 'scheduledAt' | 'minutes'>;

/** When a match is planned to be over. */
export const endOf = ({ scheduledAt, minutes }: Appointed): Date | null =>
  scheduledAt && new Date(scheduledAt.getTime() + (minutes ?? USUAL_MINUTES) * MINUTE);

/** A match that nobody comes to stands in no calendar. */
const stands = ({ scheduledAt, status }: MatchRow): boolean =>
  scheduledAt !== null && status !== 'CANCELLED' && status !== 'BYE';

/** What a calendar shows of a match. */
const shown = (row: MatchRow | undefined): string =>
  row && stands(row) ? [row.scheduledAt?.getTime(), row.minutes, row.court, row.firstId, row.secondId].join() : '';

interface News {
  readonly before: ReadonlyMap<string, MatchRow>;
  readonly touched: readonly MatchRow[];
  readonly sides: Sides;
}

/** Tells calendars of those matches that they show otherwise than before. */
export async function announceAppointments(
  { tx, emit }: Doing,
  { tournament }: Pick<HeldStage, 'tournament'>,
  { before, touched, sides }: News,
): Promise<void> {
  const changed = touched.filter((row) => shown(row) !== shown(before.get(row.id)));
  if (changed.length === 0) return;
  const organizer = await tx.official.findFirstOrThrow({
    where: { tournamentId: tournament.id, role: 'ORGANIZER' },
    orderBy: { since: 'asc' },
  });
  const common = {
    tournamentId: tournament.id,
    tournamentName: tournament.name,
    timeZone: tournament.timeZone,
    organizerId: organizer.userId,
  };
  for (const row of changed) {
    const time = stands(row) ? row : { scheduledAt: null, minutes: null };
    await emit('MatchScheduled', {
      ...{ ...common, matchId: row.id, version: row.version, label: row.label, sides: sidesOf(row, sides) },
      scheduledAt: time.scheduledAt?.toISOString() ?? null,
      scheduledUntil: endOf(time)?.toISOString() ?? null,
      court: row.court,
    });
  }
}

/** Takes matches that will not be played out of the calendars; their rows go, or are written by the caller. */
export const callOff = (doing: Doing, held: Pick<HeldStage, 'tournament'>, rows: readonly MatchRow[]): Promise<void> =>
  announceAppointments(doing, held, {
    before: new Map(rows.map((row) => [row.id, row])),
    touched: rows.map((row) => ({ ...row, scheduledAt: null, version: row.version + 1 })),
    sides: new Map(),
  });
