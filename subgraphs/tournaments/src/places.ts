import { MOST_PARTICIPANTS } from '@fieldhouse/brackets';
import { UserError } from '@fieldhouse/kit';
import type { Participant, ParticipantStatus, Tournament } from './__generated__/prisma/client.ts';

/** Those who have a place. */
export const HOLD_A_PLACE: readonly ParticipantStatus[] = ['REGISTERED', 'CONFIRMED', 'CHECKED_IN'];
/** Those who play once it starts. */
export const PLAY: readonly ParticipantStatus[] = ['CONFIRMED', 'CHECKED_IN'];
/** As long as the longest field. */
const LONGEST_WAITING_LIST = MOST_PARTICIPANTS;

/** How many places there are. */
export const placesOf = ({ capacity }: Pick<Tournament, 'capacity'>): number => capacity ?? MOST_PARTICIPANTS;

/** How many of a tournament's participants have a place, and how many wait. */
export interface Taken {
  readonly places: number;
  readonly waiting: number;
}

type Entry = Pick<Tournament, 'capacity' | 'requiresApproval'>;

/** What somebody is who signs up now: in, for approval, or waiting. */
export function statusOnEntry(tournament: Entry, { places, waiting }: Taken): ParticipantStatus {
  if (places < placesOf(tournament) && waiting === 0) return statusWithPlace(tournament);
  if (waiting >= LONGEST_WAITING_LIST)
    throw new UserError('TOURNAMENT_FULL', 'There is no place left, and the waiting list is full');
  return 'WAITLISTED';
}

/** What somebody is who gets a place. */
export const statusWithPlace = ({ requiresApproval }: Pick<Tournament, 'requiresApproval'>): ParticipantStatus =>
  requiresApproval ? 'REGISTERED' : 'CONFIRMED';

/** Refuses more than there are places for. */
export function ensureRoom(tournament: Pick<Tournament, 'capacity'>, places: number, path?: string): void {
  if (places > placesOf(tournament))
    throw new UserError('TOURNAMENT_FULL', `There are ${placesOf(tournament)} places`, ...(path ? [path] : []));
}

/** Who moves up when places are free: whoever has waited longest. */
export const movingUp = <P extends Pick<Participant, 'registeredAt' | 'id'>>(
  waiting: readonly P[],
  free: number,
): readonly P[] =>
  waiting
    .toSorted((one, other) => Number(one.registeredAt) - Number(other.registeredAt) || (one.id < other.id ? -1 : 1))
    .slice(0, Math.max(0, free));

/** Refuses who comes too early, too late, or while the tournament is elsewhere in its life. */
export function ensureRegistrationOpen(
  {
    status,
    registrationOpensAt: opens,
    registrationClosesAt: closes,
  }: Pick<Tournament, 'status' | 'registrationOpensAt' | 'registrationClosesAt'>,
  now: Date,
): void {
  const isOpen = status === 'REGISTRATION' && (!opens || opens <= now) && (!closes || now < closes);
  if (!isOpen) throw new UserError('REGISTRATION_CLOSED', 'Nobody signs up for this tournament now');
}

/** Refuses to check in who comes too early or too late, or has nothing to check in for. */
export function ensureMayCheckIn(
  { status, checkInOpensAt: opens }: Pick<Tournament, 'status' | 'checkInOpensAt'>,
  participant: Pick<Participant, 'status'>,
  now: Date,
): void {
  if (status !== 'CHECK_IN' || (opens && now < opens))
    throw new UserError('INVALID_TRANSITION', 'Nobody checks in now');
  if (!['CONFIRMED', 'NO_SHOW'].includes(participant.status))
    throw new UserError('INVALID_TRANSITION', `The participant is ${participant.status}`);
}
