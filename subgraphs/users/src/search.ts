import { containing } from '@fieldhouse/kit';
import type { UserFilter } from './__generated__/resolvers.ts';

/** The Prisma filter for the people a filter means. */
export function matching(filter: UserFilter | null | undefined, now: Date): object {
  const searchText = containing(filter?.search);
  return {
    ...(searchText ? { searchText } : {}),
    ...(filter?.status ? { OR: filter.status.map((status) => standing(status, now)) } : {}),
  };
}

/** A ban that has run out counts for nothing, as everywhere. */
function standing(status: string, now: Date): object {
  if (status === 'DELETED') return { id: { in: [] } };
  if (status === 'BANNED') return { status, OR: [{ bannedUntil: null }, { bannedUntil: { gt: now } }] };
  const approved = status === 'ACTIVE';
  return { OR: [{ status }, { status: 'BANNED', bannedUntil: { lte: now }, approved }] };
}
