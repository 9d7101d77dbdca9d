import { definePolicies, hasRole, member, type Rule, type Subject, self } from '@fieldhouse/kit';
import type { TeamsContext } from './__generated__/context.ts';
import type { TeamMember } from './__generated__/prisma/client.ts';
import type { TeamRole } from './__generated__/resolvers.ts';

/** The team an input is about: it names the team itself, or one of its members. */
async function teamOf({ input }: Subject, { load }: TeamsContext): Promise<string | undefined> {
  return input.teamId ?? (await load.member.load(input.memberId))?.teamId;
}

/** The viewer's own place on the team in question. */
async function placeOf(userId: string, about: Subject, context: TeamsContext): Promise<TeamMember | undefined> {
  const teamId = await teamOf(about, context);
  return (await context.load.membershipsOf.load(userId)).find((place) => place.teamId === teamId);
}

const roleOnTeam = (label: string, ...roles: TeamRole[]): Rule<TeamsContext> => ({
  label,
  allows: async (viewer, about, context) => {
    const place = await placeOf(viewer.id, about, context);
    return place !== undefined && roles.includes(place.role);
  },
});

export const policies = definePolicies<TeamsContext>({
  self,
  member,
  admin: hasRole('ADMIN'),
  'team:member': {
    label: 'member of the team',
    allows: async (...all) => (await placeOf(all[0].id, all[1], all[2])) !== undefined,
  },
  'team:manage': roleOnTeam('owner, coach or manager of the team', 'OWNER', 'COACH', 'MANAGER'),
  'team:own': roleOnTeam('owner of the team', 'OWNER'),
  'team:grant': {
    label: 'owner of the team where the role of owner is concerned',
    allows: async (viewer, about, context) => {
      const { input } = about;
      const touched = input.memberId ? await context.load.member.load(input.memberId) : null;
      const concernsOwner = input.role === 'OWNER' || touched?.role === 'OWNER';
      return !concernsOwner || (await placeOf(viewer.id, about, context))?.role === 'OWNER';
    },
  },
  teammate: {
    label: 'somebody on a team with the person',
    allows: async (viewer, { parent }, { load }) => (await load.circle.load(viewer.id)).teammates.has(parent.id),
  },
});
