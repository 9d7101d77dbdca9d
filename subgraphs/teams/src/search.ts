import type { TeamFilter } from './__generated__/resolvers.ts';

/** The Prisma filter for the teams a filter means; `search` is plain text, its wildcards included. */
export function matching(filter: TeamFilter | null | undefined): object {
  const text = filter?.search?.trim().replace(/[\\%_]/g, '\\$&');
  return {
    archivedAt: filter?.archived ? { not: null } : null,
    ...(filter?.clubId ? { clubId: filter.clubId } : {}),
    ...(filter?.memberId ? { members: { some: { userId: filter.memberId } } } : {}),
    ...(text ? { name: { contains: text, mode: 'insensitive' } } : {}),
  };
}
