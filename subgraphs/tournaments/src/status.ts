import { isDecided } from '@fieldhouse/brackets';
import { UserError } from '@fieldhouse/kit';
import type { MatchStatus, Tournament, TournamentStatus } from './__generated__/prisma/client.ts';
import { announceParticipant, announceStatus } from './announcing.ts';
import { callOff } from './appointments.ts';
import { endStage } from './completion.ts';
import { moveUp } from './entering.ts';
import { type Doing, stageIn } from './held.ts';
import { ensureFollows } from './life.ts';

/** Takes a tournament to another status, with what that brings about. */
export async function goTo(doing: Doing, tournament: Tournament, to: TournamentStatus, reason: string | null) {
  ensureFollows(tournament.status, to);
  await ensureMay(doing, tournament, to);
  if (to === 'COMPLETED') return endByHand(doing, tournament);
  const { tx } = doing;
  const after = await tx.tournament.update({
    where: { id: tournament.id },
    data: { status: to, statusReason: reason },
  });
  if (tournament.status === 'CHECK_IN' && to === 'READY') await noteNoShows(doing, after);
  if (to === 'CANCELLED') await callOffMatches(doing, after);
  await announceStatus(doing, after, tournament.status);
  return after;
}

/** What was still to be played is in no calendar any more. */
async function callOffMatches(doing: Doing, tournament: Tournament): Promise<void> {
  const open = { status: { notIn: ['COMPLETED', 'CANCELLED', 'BYE'] as MatchStatus[] }, scheduledAt: { not: null } };
  const where = { tournamentId: tournament.id, ...open };
  const rows = await doing.tx.match.findMany({ where });
  await callOff(doing, { tournament }, rows);
  await doing.tx.match.updateMany({ where, data: { scheduledAt: null, version: { increment: 1 } } });
}

/** Refuses a step that would lead nowhere. */
async function ensureMay({ tx }: Doing, { id }: Tournament, to: TournamentStatus): Promise<void> {
  if (to !== 'IN_PROGRESS' && to !== 'REGISTRATION') return;
  if ((await tx.stage.count({ where: { tournamentId: id } })) === 0)
    throw new UserError('STAGE_NOT_READY', 'A tournament has a stage');
  if (to === 'REGISTRATION') return;
  const playing = await tx.participant.count({
    where: { tournamentId: id, status: { in: ['CONFIRMED', 'CHECKED_IN'] } },
  });
  if (playing < 2) throw new UserError('NOT_ENOUGH_PARTICIPANTS', `${playing} would play: two are needed`);
}

/** Whoever has not checked in by the end of the check-in is not there; who waits gets the place. */
async function noteNoShows(doing: Doing, tournament: Tournament): Promise<void> {
  const missing = await doing.tx.participant.updateManyAndReturn({
    where: { tournamentId: tournament.id, status: 'CONFIRMED' },
    data: { status: 'NO_SHOW' },
  });
  for (const participant of missing) await announceParticipant(doing, tournament, participant, 'CONFIRMED');
  await moveUp(doing, tournament);
}

/** Ends a tournament of which no match is open, though more could be played. */
async function endByHand(doing: Doing, tournament: Tournament): Promise<Tournament> {
  const { tx } = doing;
  const stages = await tx.stage.findMany({ where: { tournamentId: tournament.id }, orderBy: { number: 'asc' } });
  const held = [];
  for (const stage of stages) held.push(await stageIn(tx, tournament, stage.id));
  const open = held.some(({ matches }) => matches.some((match) => !isDecided(match)));
  if (open || held[0]?.matches.length === 0) throw new UserError('STAGE_NOT_READY', 'There are matches to be played');
  let after = tournament;
  for (const it of held)
    if (it.stage.status !== 'COMPLETED') after = (await endStage(doing, { ...it, tournament: after })).tournament;
  return after;
}
