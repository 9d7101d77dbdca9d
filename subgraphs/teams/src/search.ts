import { containing } from '@fieldhouse/kit';
import type { TeamFilter } from './__generated__/resolvers.ts';

/** The Prisma filter for the teams a filter means. */
export function matching(filter: TeamFilter | null | undefined): object {
  const searchText = containing(filter?.search);
  return {
    archivedAt: filter?.archived ? { not: null } : null,
    ...(filter?.clubId ? { clubId: filter.clubId } : {}),
    ...(filter?.memberId ? { members: { some: { userId: filter.memberId } } } : {}),
    ...(searchText ? { searchText } : {}),
  };
}
