import {
  admin,
  definePolicies,
  member,
  onTeam,
  onTeamNow,
  ownRow,
  placeOn,
  type Subject,
  self,
  selfUnlessNamed,
} from '@fieldhouse/kit';
import type { EventsContext } from './__generated__/context.ts';

const STAFF = ['OWNER', 'COACH', 'ASSISTANT', 'MANAGER'];

/** The team that a mutation's input is about: it names the team itself, or one of its events. */
const teamOf = async ({ input }: Subject, { load }: EventsContext): Promise<string | undefined> =>
  input.teamId ?? (await load.event.load(input.eventId))?.teamId;

/** By this domain's own copy of the rosters: enough for reading. */
const placesOf = (userId: string, { load }: EventsContext) => load.places.load(userId);

export const policies = definePolicies<EventsContext>({
  self,
  member,
  admin,
  'team:see': onTeam({ label: 'member of the team', teamOf: ({ parent }) => parent.id, placesOf }),
  'event:see': {
    label: 'member of the event’s team, or invited to it',
    allows: async (viewer, { input }, context) => {
      const event = await context.load.event.load(input.id);
      if (!event) return false;
      const own = await context.load.attendanceOf.load({ eventId: event.id, userId: viewer.id });
      return own !== null || placeOn(await placesOf(viewer.id, context), event.teamId) !== undefined;
    },
  },
  'event:staff': onTeam({
    label: 'staff of the event’s team',
    roles: STAFF,
    teamOf: async ({ parent }, { load }) => (await load.event.load(parent.eventId))?.teamId,
    placesOf,
  }),
  'attendance:own': ownRow('the invited person'),
  'self:answers': selfUnlessNamed('the invited person'),
  'team:schedule': onTeamNow({
    label: 'owner, coach, assistant or manager of the team, as the teams domain says at that moment',
    roles: STAFF,
    teamOf,
    orArchived: true, // each mutation tells them that it is
  }),
});
