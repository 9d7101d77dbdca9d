import { withdraw } from '@fieldhouse/brackets';
import { UserError } from '@fieldhouse/kit';
import type { Participant, Tournament } from './__generated__/prisma/client.ts';
import { record } from './advancing.ts';
import { announceParticipant } from './announcing.ts';
import { moveUp } from './entering.ts';
import { type Doing, holdTournament, stageIn } from './held.ts';
import { ensureNotOver, isBeforePlay, isOver } from './life.ts';
import { hasLeft } from './tables.ts';

/** How somebody leaves a tournament. */
export interface Leaving {
  readonly status: 'WITHDRAWN' | 'DISQUALIFIED';
  readonly reason: string | null;
}

/** Takes a participant out: the place is given on, or matches are forfeited. */
export async function leave(
  doing: Doing,
  tournament: Tournament,
  participant: Participant,
  { status, reason }: Leaving,
): Promise<Participant> {
  const { tx } = doing;
  ensureNotOver(tournament.status);
  if (hasLeft(participant))
    throw new UserError('INVALID_TRANSITION', `The participant is ${participant.status} already`);
  const after = await tx.participant.update({ where: { id: participant.id }, data: { status } });
  await announceParticipant(doing, tournament, after, participant.status, reason);
  if (isBeforePlay(tournament.status)) await moveUp(doing, tournament);
  else await forfeitRest(doing, tournament, participant.id);
  return after;
}

/** Takes a person who is no more out of all that is not over. */
export async function leaveAll(doing: Doing, userId: string): Promise<void> {
  const entries = await doing.tx.participant.findMany({
    where: { userId, status: { notIn: ['WITHDRAWN', 'DISQUALIFIED'] } },
    orderBy: { tournamentId: 'asc' },
  });
  for (const { id, tournamentId } of entries) {
    const tournament = await holdTournament(doing.tx, tournamentId);
    const participant = await doing.tx.participant.findUniqueOrThrow({ where: { id } });
    if (isOver(tournament.status) || hasLeft(participant)) continue;
    await leave(doing, tournament, participant, { status: 'WITHDRAWN', reason: null });
  }
}

/** Forfeits what somebody still had to play, in every stage. */
async function forfeitRest(doing: Doing, tournament: Tournament, participantId: string): Promise<void> {
  const entries = await doing.tx.entrant.findMany({
    where: { participantId, stage: { status: 'IN_PROGRESS' } },
    select: { stageId: true },
  });
  for (const { stageId } of entries) {
    const held = await stageIn(doing.tx, tournament, stageId);
    await record(doing, held, withdraw(held.matches, participantId, held.withdrawn));
  }
}
