import type { UserFilter } from './__generated__/resolvers.ts';

/** The Prisma filter for the people a filter means; `search` is plain text, its wildcards included. */
export function matching(filter: UserFilter | null | undefined, now: Date): object {
  const text = filter?.search?.trim().replace(/[\\%_]/g, '\\$&');
  const contains = { contains: text, mode: 'insensitive' };
  return {
    AND: [
      ...(text
        ? [
            {
              OR: [
                { displayName: contains },
                { handle: contains },
                { email: contains },
                { givenName: contains },
                { familyName: contains },
              ],
            },
          ]
        : []),
      ...(filter?.status ? [{ OR: filter.status.map((status) => standing(status, now)) }] : []),
    ],
  };
}

/** A ban that has run out counts for nothing, as everywhere. */
function standing(status: string, now: Date): object {
  if (status === 'BANNED') return { status, OR: [{ bannedUntil: null }, { bannedUntil: { gt: now } }] };
  const approved = status === 'ACTIVE';
  return { OR: [{ status }, { status: 'BANNED', bannedUntil: { lte: now }, approved }] };
}
