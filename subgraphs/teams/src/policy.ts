import { admin, definePolicies, member, onTeam, placeOn, type Subject, self } from '@fieldhouse/kit';
import type { TeamsContext } from './__generated__/context.ts';
import type { TeamRole } from './__generated__/resolvers.ts';

/** The team an input is about: it names the team itself, or one of its members. */
async function teamOf({ input }: Subject, { load }: TeamsContext): Promise<string | undefined> {
  return input.teamId ?? (await load.member.load(input.memberId))?.teamId;
}

const placesOf = (userId: string, { load }: TeamsContext) => load.membershipsOf.load(userId);

const roleOnTeam = (label: string, ...roles: TeamRole[]) => onTeam<TeamsContext>({ label, roles, teamOf, placesOf });

export const policies = definePolicies<TeamsContext>({
  self,
  member,
  admin,
  'team:member': onTeam({ label: 'member of the team', teamOf, placesOf }),
  'team:manage': roleOnTeam('owner, coach or manager of the team', 'OWNER', 'COACH', 'MANAGER'),
  'team:own': roleOnTeam('owner of the team', 'OWNER'),
  'team:grant': {
    label: 'owner of the team where the role of owner is concerned',
    allows: async (viewer, about, context) => {
      const { input } = about;
      const touched = input.memberId ? await context.load.member.load(input.memberId) : null;
      const concernsOwner = input.role === 'OWNER' || touched?.role === 'OWNER';
      if (!concernsOwner) return true;
      return placeOn(await placesOf(viewer.id, context), await teamOf(about, context))?.role === 'OWNER';
    },
  },
  teammate: {
    label: 'somebody on a team with the person',
    allows: async (viewer, { parent }, { load }) => (await load.circle.load(viewer.id)).teammates.has(parent.id),
  },
});
