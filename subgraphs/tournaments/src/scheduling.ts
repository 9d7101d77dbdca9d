import {
  type Appointment,
  isBegun,
  isDecided,
  type ScheduleRule,
  schedule,
  scheduleConflicts,
} from '@fieldhouse/brackets';
import { line, UserError } from '@fieldhouse/kit';
import type { Match as MatchRow } from './__generated__/prisma/client.ts';
import { announceAppointments, endOf, USUAL_MINUTES } from './appointments.ts';
import type { Doing, HeldStage } from './held.ts';
import { ensureNotOver } from './life.ts';
import type { HeldMatch } from './play.ts';
import { sidesIn } from './sides.ts';
import { updateMatches } from './writing.ts';

const FURTHEST_YEARS = 5;
const YEAR = 365 * 86_400_000;

const courtIn =
  (path: string) =>
  (raw: string): string =>
    line(raw, { max: 40, path });

/** The name of a court. */
export const courtName = courtIn('court');

/** The names of courts, each once. */
export function courts(raw: readonly string[]): string[] {
  const names = raw.map(courtIn('courts'));
  if (names.length < 1 || names.length > 256 || new Set(names).size < names.length)
    throw new UserError('VALIDATION', 'There are 1 to 256 courts, each named once', 'courts');
  return names;
}

/** Minutes within a day. */
export function minutes(raw: number, path: string, least = 1): number {
  if (raw < least || raw > 1_440) throw new UserError('VALIDATION', `Between ${least} and 1440 minutes`, path);
  return raw;
}

/** A start that is no slip. */
export function start(at: Date, now: Date, path: string): Date {
  if (Math.abs(at.getTime() - now.getTime()) > FURTHEST_YEARS * YEAR)
    throw new UserError('VALIDATION', `A match lies within ${FURTHEST_YEARS} years of today`, path);
  return at;
}

/** Gives each open match of a stage a court and a time. Answers with those, the earliest first. */
export async function scheduleStage(
  doing: Doing,
  held: HeldStage,
  rule: Required<Omit<ScheduleRule, 'endsAt'>>,
): Promise<MatchRow[]> {
  if (held.rows.length === 0) throw new UserError('STAGE_NOT_READY', 'The stage has no matches yet: start it');
  ensureNotOver(held.tournament.status);
  const planned = schedule(held.matches, rule);
  if ('code' in planned) throw new UserError('VALIDATION', planned.message);
  const appointments = new Map(planned.map((it) => [it.match, it]));
  const rows = held.rows.flatMap((row) => {
    const it = appointments.get(row.key);
    return it ? [{ ...row, ...appointed(it, rule.matchMinutes), version: row.version + 1 }] : [];
  });
  await ensureCourtsFree(doing, held, rows);
  await write(doing, held, rows);
  return rows.toSorted((one, other) => Number(one.scheduledAt) - Number(other.scheduledAt));
}

const appointed = ({ court: name, startsAt }: Appointment, minutesEach: number) => ({
  ...{ court: name, scheduledAt: new Date(startsAt), minutes: minutesEach },
});

/** What a person says of one match; what is left out stays. */
export interface Wish {
  readonly scheduledAt?: Date | null | undefined;
  readonly court?: string | null | undefined;
  readonly minutes?: number | undefined;
}

/** Gives one match another time or court, or takes them away. */
export async function scheduleOne(doing: Doing, held: HeldMatch, wish: Wish): Promise<MatchRow> {
  const { row, tournament } = held;
  ensureNotOver(tournament.status);
  if (isDecided(row) || isBegun(row)) throw new UserError('MATCH_NOT_REPORTABLE', 'The match has begun');
  const after: MatchRow = {
    ...row,
    scheduledAt: wish.scheduledAt === undefined ? row.scheduledAt : wish.scheduledAt,
    court: wish.court === undefined ? row.court : wish.court,
    minutes: wish.minutes ?? row.minutes ?? USUAL_MINUTES,
    version: row.version + 1,
  };
  ensureNoConflict(held, after);
  await ensureCourtsFree(doing, held, [after]);
  await write(doing, held, [after]);
  return after;
}

/** Refuses a place in the schedule that contradicts that of other matches of the stage. */
function ensureNoConflict({ rows, matches }: HeldStage, after: MatchRow): void {
  if (!after.scheduledAt) return;
  const appointments = rows
    .map((row) => (row.id === after.id ? after : row))
    .flatMap((row) => (row.scheduledAt && (row.id === after.id || !isDecided(row)) ? [appointmentOf(row)] : []));
  const conflict = scheduleConflicts(matches, appointments).find(({ matches: both }) => both.includes(after.key));
  if (!conflict) return;
  const [earlier, later] = conflict.matches;
  const other = rows.find(({ key }) => key === (earlier === after.key ? later : earlier))?.label ?? '';
  throw new UserError('SCHEDULE_CONFLICT', `${CONFLICTS[conflict.code]}: ${other}`, 'scheduledAt');
}

const CONFLICTS = {
  COURT_TAKEN: 'The court is taken by another match',
  NO_REST: 'Somebody plays in another match then',
  BEFORE_SOURCE: 'One match leads to the other and cannot be over by then',
};

const appointmentOf = (row: MatchRow): Appointment => ({
  match: row.key,
  // Matches without a court share none.
  court: row.court ?? `of ${row.id} alone`,
  startsAt: Number(row.scheduledAt),
  endsAt: Number(endOf(row)),
});

/** Refuses a court at a time at which another stage has it. */
async function ensureCourtsFree({ tx }: Doing, { stage }: HeldStage, rows: readonly MatchRow[]): Promise<void> {
  const names = [...new Set(rows.flatMap(({ court: name, scheduledAt }) => (name && scheduledAt ? [name] : [])))];
  if (names.length === 0) return;
  const others = await tx.match.findMany({
    where: {
      ...{ tournamentId: stage.tournamentId, stageId: { not: stage.id }, court: { in: names } },
      ...{ scheduledAt: { not: null }, status: { notIn: ['COMPLETED', 'CANCELLED', 'BYE'] } },
    },
  });
  for (const row of rows) {
    const taken = others.find((other) => other.court === row.court && overlap(other, row));
    if (taken) throw new UserError('SCHEDULE_CONFLICT', `${row.court} is taken by another stage: ${taken.label}`);
  }
}

const overlap = (one: MatchRow, other: MatchRow): boolean =>
  Number(one.scheduledAt) < Number(endOf(other)) && Number(other.scheduledAt) < Number(endOf(one));

async function write(doing: Doing, held: HeldStage, touched: readonly MatchRow[]): Promise<void> {
  const { tx, emit } = doing;
  await updateMatches(tx, touched);
  const before = new Map(held.rows.map((row) => [row.id, row]));
  await announceAppointments(doing, held, { before, touched, sides: await sidesIn(tx, touched) });
  const { id: tournamentId, version } = held.tournament;
  await emit('BracketChanged', { tournamentId, version, stageId: held.stage.id, stageStatus: held.stage.status });
}
