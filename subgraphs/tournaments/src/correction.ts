import { type Correction, correct, type MatchKey, reopen } from '@fieldhouse/brackets';
import { UserError } from '@fieldhouse/kit';
import type { Match as MatchRow } from './__generated__/prisma/client.ts';
import { record } from './advancing.ts';
import type { Doing } from './held.ts';
import { type Actor, decide, ensurePlayable, type HeldMatch, outcomeOf, type Said, writeReport } from './play.ts';

/** Later matches have begun that go by this one; what would be reset is told with it. */
export class DownstreamPlayed extends UserError {
  readonly affectedIds: readonly string[];

  constructor(affectedIds: readonly string[]) {
    super('DOWNSTREAM_PLAYED', 'Later matches have begun: cascade resets them', 'cascade');
    this.affectedIds = affectedIds;
  }
}

/** A match after a correction, and the later ones that it reset. */
export interface Corrected {
  readonly match: MatchRow;
  readonly affectedMatches: readonly MatchRow[];
}

/** Takes a result back, and with it whatever was decided by it. */
export async function takeBack(doing: Doing, held: HeldMatch, cascade: boolean): Promise<Corrected> {
  ensureHasResult(held);
  await ensureNoLaterStage(doing, held);
  await overruleReports(doing, held.row);
  return carriedOut(doing, held, reopen(held.matches, held.row.key, { cascade, withdrawn: held.withdrawn }));
}

/** Decides a match, or puts another result in the place of one. */
export async function resolve(
  doing: Doing,
  held: HeldMatch,
  said: Said,
  { by, cascade }: { readonly by: Actor; readonly cascade: boolean },
): Promise<Corrected> {
  const { row } = held;
  const isCorrection = row.status === 'COMPLETED';
  if (isCorrection) await ensureNoLaterStage(doing, held);
  else ensurePlayable(held);
  const outcome = outcomeOf(held, said);
  await overruleReports(doing, row);
  await writeReport(doing, row, { ...said, byId: by.userId, forId: null, status: 'CONFIRMED' });
  const verdict = { games: said.games, refereeId: by.userId };
  if (!isCorrection) return { match: await decide(doing, held, outcome, verdict), affectedMatches: [] };
  const correction = correct(held.matches, row.key, outcome, { cascade, withdrawn: held.withdrawn });
  return carriedOut(doing, held, correction, verdict as never);
}

function ensureHasResult({ row, tournament }: HeldMatch): void {
  if (row.status !== 'COMPLETED') throw new UserError('MATCH_NOT_REPORTABLE', 'There is no result to take back');
  if (tournament.status === 'CANCELLED') throw new UserError('MATCH_NOT_REPORTABLE', 'The tournament was cancelled');
}

async function carriedOut(
  doing: Doing,
  held: HeldMatch,
  correction: Correction,
  besides: Pick<MatchRow, 'games' | 'refereeId'> | null = null,
): Promise<Corrected> {
  const idsOf = (keys: readonly MatchKey[]) => held.rows.filter(({ key }) => keys.includes(key)).map(({ id }) => id);
  if (correction.code !== null) throw new DownstreamPlayed(idsOf(correction.affected));
  const own = besides ? new Map([[held.row.id, besides]]) : new Map();
  const after = await record(doing, held, correction.changes, own);
  const affected = new Set(idsOf(correction.affected));
  return {
    match: after.rows.find(({ id }) => id === held.row.id) ?? held.row,
    affectedMatches: after.rows.filter(({ id }) => affected.has(id)),
  };
}

const overruleReports = ({ tx }: Doing, { id: matchId }: MatchRow) =>
  tx.matchReport.updateMany({
    where: { matchId, status: { in: ['PENDING', 'CONFIRMED', 'DISPUTED'] } },
    data: { status: 'OVERRULED' },
  });

/** Refuses while a later stage goes by this one's table: that one is reset first. */
async function ensureNoLaterStage({ tx }: Doing, { stage }: HeldMatch): Promise<void> {
  const later = await tx.match.findMany({
    where: { stage: { comesFrom: { fromStageId: stage.id } } },
    select: { id: true },
  });
  if (later.length > 0) throw new DownstreamPlayed(later.map(({ id }) => id));
}
