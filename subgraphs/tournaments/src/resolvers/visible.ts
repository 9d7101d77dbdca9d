import type { TournamentsContext } from '../__generated__/context.ts';
import type { Tournament } from '../__generated__/prisma/client.ts';
import { isOfficial } from '../acting.ts';

/** A tournament, unless it is a draft of others. */
export async function unlessDraft(
  tournament: Tournament | null,
  context: TournamentsContext,
): Promise<Tournament | null> {
  if (tournament?.status !== 'DRAFT' || context.viewer.roles.includes('ADMIN')) return tournament;
  return (await isOfficial(tournament.id, context)) ? tournament : null;
}

/** The Prisma filter for what somebody sees. */
export const visibleTo = ({ viewer }: TournamentsContext): object =>
  viewer.roles.includes('ADMIN')
    ? {}
    : { OR: [{ status: { not: 'DRAFT' } }, { officials: { some: { userId: viewer.id, role: 'ORGANIZER' } } }] };
