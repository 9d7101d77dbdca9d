import { type Emit, newId, refuseDuplicates, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Participant, ParticipantKind, ParticipantStatus, Tournament } from './__generated__/prisma/client.ts';
import { announceParticipant } from './announcing.ts';
import type { Doing } from './held.ts';
import { HOLD_A_PLACE, movingUp, placesOf, statusWithPlace, type Taken } from './places.ts';

/** Somebody who is to take part. */
export type Newcomer =
  | { readonly kind: 'USER'; readonly userId: string }
  | { readonly kind: 'TEAM'; readonly teamId: string }
  | { readonly kind: 'GUEST'; readonly guestName: string };

/** How many have a place, and how many wait. */
export async function takenIn(tx: Tx, tournamentId: string): Promise<Taken> {
  const counted = await tx.participant.groupBy({ by: ['status'], where: { tournamentId }, _count: true });
  const of = (statuses: readonly ParticipantStatus[]) =>
    counted.reduce((sum, { status, _count }) => sum + (statuses.includes(status) ? _count : 0), 0);
  return { places: of(HOLD_A_PLACE), waiting: of(['WAITLISTED']) };
}

/** Refuses people where teams play, and teams where people do. Guests may be entered anywhere. */
export function ensureKind({ participantKind }: Pick<Tournament, 'participantKind'>, kind: ParticipantKind): void {
  if (kind === participantKind || kind === 'GUEST') return;
  const who = { USER: 'People take part, no teams', TEAM: 'Teams take part', GUEST: 'Only guests take part' };
  throw new UserError('VALIDATION', who[participantKind], kind === 'TEAM' ? 'teamId' : 'userId');
}

/** A new row for each; the ids ascend. */
export const rowsFor = (
  newcomers: readonly Newcomer[],
  { id: tournamentId }: Pick<Tournament, 'id'>,
  status: ParticipantStatus,
  registeredAt: Date,
) => newcomers.map((who) => ({ id: newId('par'), tournamentId, status, registeredAt, ...who }));

/** Enters newcomers of whom none is there yet, and says so. */
export async function enter(
  { tx, emit, now }: Doing,
  tournament: Tournament,
  newcomers: readonly Newcomer[],
  status: ParticipantStatus,
): Promise<Participant[]> {
  const alreadyIn = new UserError('ALREADY_REGISTERED', 'They have signed up already');
  const entered = await tx.participant
    .createManyAndReturn({ data: rowsFor(newcomers, tournament, status, now) })
    .catch(refuseDuplicates({ userId: alreadyIn, teamId: alreadyIn }));
  for (const participant of entered) await announceEntry(emit, tournament, participant);
  return entered;
}

const announceEntry = (
  emit: Emit,
  { version }: Tournament,
  { id: participantId, tournamentId, kind, userId, teamId, status }: Participant,
) => emit('ParticipantRegistered', { tournamentId, version, participantId, kind, userId, teamId, status });

/** Signs somebody up who was there before, and left. */
export async function enterAgain(
  { tx, emit, now }: Doing,
  tournament: Tournament,
  before: Participant,
  status: ParticipantStatus,
): Promise<Participant> {
  if (before.status === 'DISQUALIFIED')
    throw new UserError('REGISTRATION_CLOSED', 'They were shut out of this tournament');
  if (before.status !== 'WITHDRAWN') throw new UserError('ALREADY_REGISTERED', 'They have signed up already');
  const data = { status, registeredAt: now, checkedInAt: null, seed: null };
  const participant = await tx.participant.update({ where: { id: before.id }, data });
  await announceEntry(emit, tournament, participant);
  return participant;
}

/** Gives free places to those who wait, the longest first. */
export async function moveUp(doing: Doing, tournament: Tournament): Promise<void> {
  const { tx } = doing;
  const { places, waiting } = await takenIn(tx, tournament.id);
  const free = placesOf(tournament) - places;
  if (waiting === 0 || free <= 0) return;
  const queue = await tx.participant.findMany({ where: { tournamentId: tournament.id, status: 'WAITLISTED' } });
  const ids = movingUp(queue, free).map(({ id }) => id);
  const status = statusWithPlace(tournament);
  const moved = await tx.participant.updateManyAndReturn({ where: { id: { in: ids } }, data: { status } });
  for (const participant of moved) await announceParticipant(doing, tournament, participant, 'WAITLISTED');
}
