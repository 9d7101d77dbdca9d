import { advance, isDecided, type Outcome, validateScore } from '@fieldhouse/brackets';
import { Forbidden, newId, UserError } from '@fieldhouse/kit';
import type { MatchReport, Match as MatchRow } from './__generated__/prisma/client.ts';
import { about, described, record } from './advancing.ts';
import type { Doing, HeldStage } from './held.ts';
import { participantsOf, type StoredGame } from './rows.ts';
import { sidesIn } from './sides.ts';
import { settingsIn } from './tables.ts';
import { updateMatches } from './writing.ts';

/** A stage that is held, and the match in it that this is about. */
export type HeldMatch = HeldStage & { readonly row: MatchRow };

/** Whom somebody acts for. */
export interface Actor {
  readonly userId: string;
  /** The participants that are them, or teams whose staff they are. */
  readonly participantIds: ReadonlySet<string>;
  /** Whether they run the tournament, decide in it, or administer the house. */
  readonly isOfficial: boolean;
}

/** What somebody says of a match. */
export interface Said {
  readonly scores: readonly number[];
  readonly games: readonly StoredGame[];
  readonly forfeitSlots: readonly number[];
  readonly note: string | null;
}

/** Refuses to play a match whose participants are not known, or that is over. */
export function ensurePlayable({ row, tournament }: Pick<HeldMatch, 'row' | 'tournament'>): void {
  if (row.status === 'LOCKED') throw new UserError('MATCH_LOCKED', 'It is not known yet who plays');
  if (tournament.status === 'CANCELLED') throw new UserError('MATCH_NOT_REPORTABLE', 'The tournament was cancelled');
  if (isDecided(row)) throw new UserError('MATCH_NOT_REPORTABLE', 'The match is decided');
}

/** Refuses to play a match of which somebody has said how it ended. */
export function ensureUnreported(held: Pick<HeldMatch, 'row' | 'tournament'>): void {
  ensurePlayable(held);
  if (held.row.status === 'REPORTED')
    throw new UserError('MATCH_NOT_REPORTABLE', 'It was reported: confirm or dispute it');
  if (held.row.status === 'DISPUTED') throw new UserError('MATCH_NOT_REPORTABLE', 'A referee decides it');
}

/** The outcome of what was said, or a refusal of it. */
export function outcomeOf({ row, stage }: Pick<HeldMatch, 'row' | 'stage'>, said: Omit<Said, 'note'>): Outcome {
  const rule = { bestOf: row.bestOf, allowDraws: settingsIn(stage).allowDraws && row.winnerToId === null };
  const outcome = validateScore(said, rule);
  if ('code' in outcome) throw new UserError(outcome.code, outcome.message, 'scores');
  return outcome;
}

/** Notes what somebody said of a match. */
export function writeReport(
  { tx, now }: Doing,
  row: MatchRow,
  said: Said & { readonly byId: string; readonly forId: string | null; readonly status: MatchReport['status'] },
): Promise<MatchReport> {
  const { scores, games, forfeitSlots, note, byId, forId, status } = said;
  const lists = { scores: [...scores], games: games as never, forfeitSlots: [...forfeitSlots] };
  return tx.matchReport.create({
    data: { id: newId('rep'), matchId: row.id, byId, forId, note, status, at: now, ...lists },
  });
}

/** Takes a report in: the opponent is asked, or, where nobody could be, it counts at once. */
export async function report(doing: Doing, held: HeldMatch, said: Said, by: Actor, confirmSeconds: number) {
  ensureUnreported(held);
  const outcome = outcomeOf(held, said);
  const { row } = held;
  const own = participantsOf(row).filter((id) => id !== null && by.participantIds.has(id));
  if (own.length === 0 && !by.isOfficial) throw new Forbidden('Needs to be: somebody who plays in the match');
  const forId = own.length === 1 ? (own[0] ?? null) : null;
  const isFinal = await standsAtOnce(doing, row, forId, by);
  await writeReport(doing, row, { ...said, byId: by.userId, forId, status: isFinal ? 'CONFIRMED' : 'PENDING' });
  if (isFinal) return decide(doing, held, outcome, { games: said.games, refereeId: forId ? null : by.userId });
  return ask(doing, held, said, { byId: by.userId, forId, confirmSeconds });
}

/** Of an official's report against guests alone there is nobody to ask. */
async function standsAtOnce({ tx }: Doing, row: MatchRow, forId: string | null, by: Actor): Promise<boolean> {
  if (!by.isOfficial) return false;
  const opponents = participantsOf(row).flatMap((id) => (id === null || id === forId ? [] : [id]));
  return (await tx.participant.count({ where: { id: { in: opponents }, kind: { not: 'GUEST' } } })) === 0;
}

async function ask(
  doing: Doing,
  held: HeldMatch,
  said: Said,
  { byId, forId, confirmSeconds }: { byId: string; forId: string | null; confirmSeconds: number },
): Promise<MatchRow> {
  const { tx, emit, later, now } = doing;
  const confirmBy = new Date(now.getTime() + confirmSeconds * 1000);
  const row = await rewrite(doing, held, { status: 'REPORTED', confirmBy, startedAt: held.row.startedAt ?? now });
  await later.schedule('confirm', row.id, confirmBy, { matchId: row.id });
  await emit('MatchReported', {
    ...described(held, row, await sidesIn(tx, [row])),
    ...{ scores: said.scores, reportedById: byId, reportedFor: forId, confirmBy: confirmBy.toISOString() },
  });
  return row;
}

/** Changes a match and nothing else of its stage. */
export async function rewrite(
  { tx, emit }: Doing,
  { row, tournament, stage }: HeldMatch,
  change: Partial<MatchRow>,
): Promise<MatchRow> {
  const after = { ...row, ...change, version: row.version + 1 };
  await updateMatches(tx, [after]);
  const { id: tournamentId, version } = tournament;
  await emit('BracketChanged', { tournamentId, version, stageId: stage.id, stageStatus: stage.status });
  return after;
}

/** A result counts: winner and loser move on. */
export async function decide(
  doing: Doing,
  held: HeldMatch,
  outcome: Outcome,
  { games, refereeId }: { readonly games: readonly StoredGame[]; readonly refereeId: string | null },
): Promise<MatchRow> {
  const { row, matches, withdrawn } = held;
  const besides = { games: games as never, refereeId, startedAt: row.startedAt ?? doing.now };
  const after = await record(doing, held, advance(matches, row.key, outcome, withdrawn), new Map([[row.id, besides]]));
  return after.rows.find(({ id }) => id === row.id) ?? row;
}

/** What was reported and waits for the opponent. */
export async function pendingReport({ tx }: Doing, { row }: Pick<HeldMatch, 'row'>): Promise<MatchReport> {
  const found = await tx.matchReport.findFirst({
    where: { matchId: row.id, status: 'PENDING' },
    orderBy: { id: 'desc' },
  });
  if (row.status !== 'REPORTED' || !found)
    throw new UserError('MATCH_NOT_REPORTABLE', 'Nothing that was reported waits for this');
  return found;
}

/** Refuses whoever is not of the side that was asked. */
export function ensureOpponent({ row }: HeldMatch, { forId, byId }: MatchReport, by: Actor): void {
  if (by.isOfficial && by.userId !== byId) return;
  const opponents = participantsOf(row).filter((id) => id !== forId);
  const isOne = opponents.some((id) => id !== null && by.participantIds.has(id)) && by.userId !== byId;
  if (!isOne) throw new Forbidden('Needs to be: the opponent of whoever reported');
}

/** What was reported counts. */
export async function confirm(doing: Doing, held: HeldMatch, found: MatchReport): Promise<MatchRow> {
  const said = { ...found, games: found.games as unknown as StoredGame[] };
  await doing.tx.matchReport.update({ where: { id: found.id }, data: { status: 'CONFIRMED' } });
  return decide(doing, held, outcomeOf(held, said), { games: said.games, refereeId: null });
}

/** The opponent does not agree: referees are asked. */
export async function dispute(doing: Doing, held: HeldMatch, found: MatchReport, by: Actor, reason: string) {
  const { tx, emit, later } = doing;
  await tx.matchReport.update({ where: { id: found.id }, data: { status: 'DISPUTED' } });
  const lists = { scores: [], games: [], forfeitSlots: [] };
  await writeReport(doing, held.row, { ...lists, note: reason, byId: by.userId, forId: null, status: 'DISPUTED' });
  await later.cancel('confirm', held.row.id);
  const row = await rewrite(doing, held, { status: 'DISPUTED', confirmBy: null });
  const officials = await tx.official.findMany({ where: { tournamentId: row.tournamentId } });
  const referees = officials.filter(({ role }) => role === 'REFEREE');
  await emit('MatchDisputed', {
    ...described(held, row, await sidesIn(tx, [row])),
    disputedById: by.userId,
    officialIds: (referees.length > 0 ? referees : officials).map(({ userId }) => userId),
  });
  return row;
}

/** A match is being played. */
export async function begin(doing: Doing, held: HeldMatch): Promise<MatchRow> {
  ensureUnreported(held);
  if (held.row.status === 'IN_PROGRESS') return held.row;
  const row = await rewrite(doing, held, { status: 'IN_PROGRESS', startedAt: doing.now });
  await doing.emit('MatchStarted', about(row));
  return row;
}

/** How a match stands; whatever is over goes by reports. */
export async function score(doing: Doing, held: HeldMatch, scores: readonly number[]): Promise<MatchRow> {
  ensureUnreported(held);
  const problem = validateScore({ scores }, { bestOf: 1, allowDraws: true });
  if ('code' in problem) throw new UserError(problem.code, problem.message, 'scores');
  const [firstScore = 0, secondScore = 0] = scores;
  const change = {
    status: 'IN_PROGRESS' as const,
    startedAt: held.row.startedAt ?? doing.now,
    firstScore,
    secondScore,
  };
  const row = await rewrite(doing, held, change);
  await doing.emit('MatchScored', { ...about(row), scores });
  return row;
}
