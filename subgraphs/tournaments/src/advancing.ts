import { applied, isDecided, type MatchChange, winningSlot } from '@fieldhouse/brackets';
import type { Match as MatchRow } from './__generated__/prisma/client.ts';
import { announceAppointments } from './appointments.ts';
import { endedBy, reopenedBy } from './completion.ts';
import type { Doing, HeldStage } from './held.ts';
import { matchOf, participantsOf, slotColumns, sourcesOf } from './rows.ts';
import { type Sides, sidesIn, sidesOf } from './sides.ts';
import { updateMatches } from './writing.ts';

/** What besides the bracket becomes of a match: its games, who decided it. */
export type Besides = Partial<Pick<MatchRow, 'games' | 'refereeId' | 'startedAt' | 'confirmBy'>>;

/**
 * Writes what a result, a withdrawal or a correction changes in a stage, announces it, and ends the stage or opens it again if
 * that follows. Answers with the stage as it is then.
 */
export async function record(
  doing: Doing,
  held: HeldStage,
  changes: readonly MatchChange[],
  besides: ReadonlyMap<string, Besides> = new Map(),
): Promise<HeldStage> {
  const { tx, now } = doing;
  const changed = new Set(changes.map(({ match }) => match));
  const matches = applied(held.matches, changes);
  const rows = held.rows.map((row, at) => {
    const match = matches[at];
    if (!match || !(changed.has(row.key) || besides.has(row.id))) return row;
    const after = { ...row, ...slotColumns(match), status: match.status, version: row.version + 1 };
    return { ...after, ...timesOf(row, after, now), ...besides.get(row.id) };
  });
  const touched = rows.filter((row, at) => row !== held.rows[at]);
  await updateMatches(tx, touched);
  await overrule(doing, held, touched);
  const after: HeldStage = { ...held, rows, matches };
  await announce(doing, held, touched);
  return isOver(after) ? endedBy(doing, after) : reopenedBy(doing, after);
}

const isOver = ({ matches }: Pick<HeldStage, 'matches'>): boolean => matches.length > 0 && matches.every(isDecided);

/** What the end of a match, or taking it back, says of times. */
function timesOf(before: MatchRow, after: MatchRow, now: Date): Partial<MatchRow> {
  if (isDecided(after)) return { completedAt: isDecided(before) ? before.completedAt : now, confirmBy: null };
  if (!isDecided(before)) return {};
  return { completedAt: null, startedAt: null, confirmBy: null, games: [], refereeId: null };
}

/** What waited for an answer when its match was decided in another way counts no more. */
async function overrule({ tx }: Doing, { rows }: HeldStage, touched: readonly MatchRow[]): Promise<void> {
  const waited = new Set(
    rows.filter(({ status }) => status === 'REPORTED' || status === 'DISPUTED').map(({ id }) => id),
  );
  const matchIds = touched.flatMap((row) => (isDecided(row) && waited.has(row.id) ? [row.id] : []));
  if (matchIds.length === 0) return;
  const where = { matchId: { in: matchIds }, status: { in: ['PENDING' as const, 'DISPUTED' as const] } };
  await tx.matchReport.updateMany({ where, data: { status: 'OVERRULED' } });
}

/** Tells the house what became of matches. */
export async function announce(doing: Doing, held: HeldStage, touched: readonly MatchRow[]): Promise<void> {
  const { emit, tx, later } = doing;
  const before = new Map(held.rows.map((row) => [row.id, row]));
  const sides = await sidesIn(tx, touched);
  for (const row of touched) {
    const old = before.get(row.id);
    const isNew = old?.status !== row.status;
    if (old?.confirmBy && !row.confirmBy) await later.cancel('confirm', row.id);
    if (row.status === 'READY' && (!old || old.status === 'LOCKED'))
      await emit('MatchReady', readiness(held, row, sides));
    else if (row.status === 'COMPLETED') await emit('MatchConfirmed', result(held, row, sides));
    else if (isNew && old && isDecided(old)) await emit('MatchReopened', about(row));
    if (old && !isDecided(row)) await announceArrivals(doing, held, { old, row, sides });
  }
  await announceAppointments(doing, held, { before, touched, sides });
}

/** What every event of a match says. */
export const about = ({ id: matchId, version, tournamentId }: MatchRow) => ({ matchId, version, tournamentId });

/** What people are told of a match. */
export const described = ({ tournament }: Pick<HeldStage, 'tournament'>, row: MatchRow, sides: Sides) => ({
  ...about(row),
  tournamentName: tournament.name,
  label: row.label,
  sides: sidesOf(row, sides),
});

const readiness = (held: HeldStage, row: MatchRow, sides: Sides) => ({
  ...described(held, row, sides),
  scheduledAt: row.scheduledAt?.toISOString() ?? null,
  court: row.court,
});

function result(held: HeldStage, row: MatchRow, sides: Sides) {
  const won = winningSlot(matchOf(row));
  return {
    ...described(held, row, sides),
    scores: [row.firstScore, row.secondScore].flatMap((score) => score ?? []),
    results: [row.firstResult, row.secondResult].flatMap((it) => it ?? []),
    winnerId: won === null ? null : participantsOf(row)[won],
  };
}

/** Tells who went on to this match as the winner of another. */
async function announceArrivals(
  { emit }: Doing,
  { tournament: { id: tournamentId, name: tournamentName, version } }: HeldStage,
  { old, row, sides }: { readonly old: MatchRow; readonly row: MatchRow; readonly sides: Sides },
): Promise<void> {
  for (const slot of [0, 1] as const) {
    const side = sides.get(participantsOf(row)[slot] ?? '');
    const { kind, matchId: fromMatchId } = sourcesOf(row)[slot];
    if (!side || participantsOf(old)[slot] === side.participantId || kind !== 'WINNER' || !fromMatchId) continue;
    const { participantId, userId, teamId } = side;
    const way = { fromMatchId, toMatchId: row.id, toLabel: row.label };
    await emit('ParticipantAdvanced', { tournamentId, tournamentName, version, participantId, userId, teamId, ...way });
  }
}
