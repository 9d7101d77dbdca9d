import { personReference, present } from '@fieldhouse/kit';
import type { EventsContext } from '../__generated__/context.ts';
import type { AttendanceResolvers, EventKind, EventResolvers, TeamResolvers } from '../__generated__/resolvers.ts';

const person = async (id: string, { load }: EventsContext) => {
  const copy = await load.person.load(id);
  return copy && personReference(copy);
};

export const Event: EventResolvers = {
  __resolveReference: ({ id }, { load }) => load.event.load(id),
  team: ({ teamId }, _, { load }) => load.team.load(teamId),
  match: ({ matchId: id }) => (id === null ? null : { id }),
  result: ({ outcome, ownScore: score, opponentScore }) => outcome && { outcome, score, opponentScore },
  createdBy: ({ createdById }, _, context) => person(createdById, context),
  attendees: ({ id }, { responses, ...args }, { load }) =>
    load.attendees.load({ of: id, args, ...(responses ? { where: { response: { in: [...responses] } } } : {}) }),
  viewerAttendance: ({ id }, _, { visitor, load }) =>
    visitor && load.attendanceOf.load({ eventId: id, userId: visitor.id }),
  summary: async ({ id, capacity }, _, { load }) => {
    const {
      invited,
      GOING = 0,
      MAYBE = 0,
      DECLINED = 0,
      NO_REPLY = 0,
      PRESENT = 0,
      LATE = 0,
      ABSENT = 0,
      EXCUSED = 0,
    } = await load.summary.load(id);
    const answers = { going: GOING, maybe: MAYBE, declined: DECLINED, noReply: NO_REPLY };
    const presence = { present: PRESENT, late: LATE, absent: ABSENT, excused: EXCUSED };
    return { invited, ...answers, ...presence, spotsLeft: capacity === null ? null : Math.max(0, capacity - GOING) };
  },
};

export const Attendance: AttendanceResolvers = {
  __resolveReference: ({ id }, { load }) => load.attendance.load(id),
  event: async ({ eventId }, _, { load }) => present(await load.event.load(eventId)),
  user: ({ userId }, _, context) => person(userId, context),
};

const ofKinds = (kinds: readonly EventKind[] | null | undefined) => (kinds ? { kind: { in: [...kinds] } } : {});

export const Team: TeamResolvers = {
  __resolveReference: ({ id }, { load }) => load.team.load(id),
  upcomingEvents: ({ id }, { kinds, ...args }, { load }) =>
    load.upcoming.load({ of: id, args, where: { endsAt: { gt: load.now }, status: 'SCHEDULED', ...ofKinds(kinds) } }),
  pastEvents: ({ id }, { kinds, ...args }, { load }) =>
    load.past.load({ of: id, args, where: { endsAt: { lte: load.now }, ...ofKinds(kinds) } }),
};
