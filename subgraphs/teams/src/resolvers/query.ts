import { paginate } from '@fieldhouse/kit';
import type { QueryResolvers } from '../__generated__/resolvers.ts';
import { memberSnapshot } from '../roster.ts';
import { matching } from '../search.ts';

export const Query: QueryResolvers = {
  club: (_, { slug }, { db }) =>
    slug == null ? db.club.findFirst({ orderBy: { id: 'asc' } }) : db.club.findUnique({ where: { slug } }),
  team: (_, { id }, { load }) => load.team.load(id),
  teams: (_, { filter, ...args }, { db }) =>
    paginate(db.team, args, { where: matching(filter), order: [{ name: 'asc' }, { id: 'asc' }] }),

  isUserOnTeam: async (_, { userId, teamId, roles, orArchived }, { db }) => {
    const alive = orArchived ? {} : { team: { archivedAt: null } };
    const place = await db.teamMember.findFirst({ where: { userId, teamId, ...alive } });
    return { member: place !== null && (roles?.includes(place.role) ?? true), role: place?.role ?? null };
  },
  teamSnapshot: async (_, { teamId: id }, { db }) => {
    // One statement: who copies the roster compares its version with those of later changes, so the two belong together.
    const members = { orderBy: { id: 'asc' }, include: { person: true } } as const;
    const team = await db.team.findUnique({ where: { id }, include: { members }, relationLoadStrategy: 'join' });
    return team && { ...team, archived: team.archivedAt !== null, members: team.members.map(memberSnapshot) };
  },
  circleOf: async (_, { userId }, { load }) => {
    const { teammates, staffOf } = await load.circle.load(userId);
    return { teammates: [...teammates], staffOf: [...staffOf] };
  },
  soleOwnerships: async (_, { userId }, { db }) => {
    const where = {
      archivedAt: null,
      members: { some: { userId, role: 'OWNER' }, none: { role: 'OWNER', NOT: { userId } } },
    } as const;
    return (await db.team.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id);
  },
};
