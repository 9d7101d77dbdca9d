import type { Match, Withdrawn } from '@fieldhouse/brackets';
import { type Emit, type Later, NotFound } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Match as MatchRow, Stage, Tournament } from './__generated__/prisma/client.ts';
import { matchOf } from './rows.ts';
import { type EntrantRow, gone } from './tables.ts';

/** What a change works with. */
export interface Doing {
  readonly tx: Tx;
  readonly emit: Emit;
  readonly later: Pick<Later, 'schedule' | 'cancel'>;
  readonly now: Date;
}

/**
 * The tournament, locked and counted up: of two changes at once the second waits and decides on what the first left.
 * Whoever refuses after this call rolls the count back as well.
 */
export async function holdTournament(tx: Tx, id: string): Promise<Tournament> {
  const [tournament] = await tx.tournament.updateManyAndReturn({
    where: { id },
    data: { version: { increment: 1 } },
  });
  if (!tournament) throw new NotFound('No such tournament');
  return tournament;
}

/** A stage with all that is played in it. */
export interface HeldStage {
  readonly tournament: Tournament;
  readonly stage: Stage;
  readonly entrants: readonly EntrantRow[];
  readonly rows: readonly MatchRow[];
  readonly matches: readonly Match[];
  /** Those of its entrants who play no more. */
  readonly withdrawn: Withdrawn;
}

/** The stage with its matches in a tournament that is held. */
export async function stageIn(tx: Tx, tournament: Tournament, stageId: string): Promise<HeldStage> {
  const stage = await tx.stage.findUnique({ where: { id: stageId } });
  if (stage?.tournamentId !== tournament.id) throw new NotFound('No such stage');
  const entrants = await tx.entrant.findMany({
    where: { stageId },
    orderBy: { seed: 'asc' },
    include: { participant: { select: { status: true } } },
  });
  const rows = await tx.match.findMany({ where: { stageId }, orderBy: { id: 'asc' } });
  return { tournament, stage, entrants, rows, matches: rows.map(matchOf), withdrawn: gone(entrants) };
}

/** The stage with its matches, its tournament locked. */
export async function holdStage(tx: Tx, stageId: string): Promise<HeldStage> {
  const found = await tx.stage.findUnique({ where: { id: stageId }, select: { tournamentId: true } });
  if (!found) throw new NotFound('No such stage');
  return stageIn(tx, await holdTournament(tx, found.tournamentId), stageId);
}

/** A match and the stage about it, its tournament locked. */
export async function holdMatch(tx: Tx, matchId: string): Promise<HeldStage & { readonly row: MatchRow }> {
  const found = await tx.match.findUnique({ where: { id: matchId }, select: { tournamentId: true, stageId: true } });
  if (!found) throw new NotFound('No such match');
  const held = await stageIn(tx, await holdTournament(tx, found.tournamentId), found.stageId);
  const row = held.rows.find(({ id }) => id === matchId);
  if (!row) throw new NotFound('No such match'); // the stage was reset meanwhile
  return { ...held, row };
}
