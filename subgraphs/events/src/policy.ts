import { definePolicies, hasRole, member, type Subject, self } from '@fieldhouse/kit';
import type { EventsContext } from './__generated__/context.ts';
import { MayRun } from './__generated__/peers/teams.ts';

const STAFF: readonly string[] = ['OWNER', 'COACH', 'ASSISTANT', 'MANAGER'];

/** The team that a mutation's input is about: it names the team itself, or one of its events. */
const teamOf = async ({ input }: Subject, { load }: EventsContext): Promise<string | undefined> =>
  input.teamId ?? (await load.event.load(input.eventId))?.teamId;

/** The viewer's place on a team, by this domain's own copy of the roster: enough for reading. */
const placeOn = async (teamId: string | undefined, userId: string, { load }: EventsContext) =>
  (await load.places.load(userId)).find((place) => place.teamId === teamId && place.active);

export const policies = definePolicies<EventsContext>({
  self,
  member,
  admin: hasRole('ADMIN'),
  'team:see': {
    label: 'member of the team',
    allows: async (viewer, { parent }, context) => (await placeOn(parent.id, viewer.id, context)) !== undefined,
  },
  'event:see': {
    label: 'member of the event’s team, or invited to it',
    allows: async (viewer, { input }, context) => {
      const event = await context.load.event.load(input.id);
      if (!event) return false;
      const own = await context.load.attendanceOf.load({ eventId: event.id, userId: viewer.id });
      return own !== null || (await placeOn(event.teamId, viewer.id, context)) !== undefined;
    },
  },
  'event:staff': {
    label: 'staff of the event’s team',
    allows: async (viewer, { parent }, context) => {
      const event = await context.load.event.load(parent.eventId);
      return STAFF.includes((await placeOn(event?.teamId, viewer.id, context))?.role ?? '');
    },
  },
  'attendance:own': { label: 'the invited person', allows: (viewer, { parent }) => parent.userId === viewer.id },
  'self:answers': {
    label: 'the invited person',
    allows: (viewer, { input }) => input.userId == null || input.userId === viewer.id,
  },
  'team:schedule': {
    label: 'owner, coach, assistant or manager of the team, as the teams domain says at that moment',
    allows: async (viewer, about, context) => {
      const teamId = await teamOf(about, context);
      return teamId !== undefined && (await context.ask(MayRun, { userId: viewer.id, teamId })).isUserOnTeam.member;
    },
  },
});
