import { UserError } from '@fieldhouse/kit';
import type { TournamentStatus } from './__generated__/prisma/client.ts';

/** Where a tournament may go by hand. What is not here is refused. */
const NEXT: Readonly<Record<TournamentStatus, readonly TournamentStatus[]>> = {
  DRAFT: ['REGISTRATION', 'READY', 'CANCELLED'],
  REGISTRATION: ['DRAFT', 'CHECK_IN', 'READY', 'CANCELLED'],
  CHECK_IN: ['REGISTRATION', 'READY', 'CANCELLED'],
  READY: ['REGISTRATION', 'CHECK_IN', 'IN_PROGRESS', 'CANCELLED'],
  IN_PROGRESS: ['COMPLETED', 'CANCELLED'],
  COMPLETED: [],
  CANCELLED: [],
};

/** Refuses a step that a tournament cannot take. */
export function ensureFollows(from: TournamentStatus, to: TournamentStatus): void {
  if (NEXT[from].includes(to)) return;
  const ways = NEXT[from].join(', ') || 'nothing';
  throw new UserError('INVALID_TRANSITION', `After ${from} comes ${ways}`, 'status');
}

/** Before play: who takes part, and in what stages, can be changed. */
export const isBeforePlay = (status: TournamentStatus): boolean =>
  ['DRAFT', 'REGISTRATION', 'CHECK_IN', 'READY'].includes(status);

/** Whether nothing more happens. */
export const isOver = (status: TournamentStatus): boolean => status === 'COMPLETED' || status === 'CANCELLED';

/** Refuses what is done before play. */
export function ensureBeforePlay(status: TournamentStatus): void {
  if (!isBeforePlay(status)) throw new UserError('INVALID_TRANSITION', `The tournament is ${status} already`);
}

/** Refuses to change what is over. */
export function ensureNotOver(status: TournamentStatus): void {
  if (isOver(status)) throw new UserError('INVALID_TRANSITION', `The tournament is ${status}`);
}
