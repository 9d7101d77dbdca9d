import { personReference, present } from '@fieldhouse/kit';
import type { ClubResolvers, TeamMemberResolvers, TeamResolvers, UserResolvers } from '../__generated__/resolvers.ts';
import { matching } from '../search.ts';

export const Club: ClubResolvers = {
  __resolveReference: ({ id }, { load }) => load.club.load(id),
  teams: ({ id }, { filter, ...args }, { load }) => load.teamsPage.load({ of: id, args, where: matching(filter) }),
};

export const Team: TeamResolvers = {
  __resolveReference: ({ id }, { load }) => load.team.load(id),
  club: async ({ clubId }, _, { load }) => present(await load.club.load(clubId)),
  members: ({ id }, { roles, ...args }, { load }) =>
    load.rosterPage.load({ of: id, args, ...(roles ? { where: { role: { in: [...roles] } } } : {}) }),
  viewerMembership: async ({ id }, _, { visitor, load }) =>
    visitor && ((await load.membershipsOf.load(visitor.id)).find(({ teamId }) => teamId === id) ?? null),
};

export const TeamMember: TeamMemberResolvers = {
  __resolveReference: ({ id }, { load }) => load.member.load(id),
  team: async ({ teamId }, _, { load }) => present(await load.team.load(teamId)),
  user: async ({ userId }, _, { load }) => personReference(present(await load.person.load(userId))),
};

export const User: UserResolvers = {
  memberships: ({ id }, _, { load }) => load.membershipsOf.load(id),
};
