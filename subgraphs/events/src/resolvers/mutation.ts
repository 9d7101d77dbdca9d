import { NotFound, newId, optional, UserError } from '@fieldhouse/kit';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { ensureRoom, ensureTakesAnswers, invitationOf, notInvited } from '../attendance.ts';
import { announceEvent, lockEvent } from '../event.ts';
import { inviteRoster } from '../invitations.ts';
import { ensureOwn } from '../matches.ts';
import {
  capacity,
  description,
  ensureScheduled,
  ensureTimes,
  ensureVersion,
  note,
  place,
  reachesAhead,
  reason,
  setsTimes,
  title,
} from '../schedule.ts';
import { ensureOpen, inviteAnew, rememberRoster, rosterOf, teamNow } from '../teams.ts';

const MOST_MARKS = 200;

export const Mutation: MutationResolvers = {
  createEvent: async (_, { input }, { viewer, ask, transact, now }) => {
    const times = { startsAt: input.startsAt, endsAt: input.endsAt, rsvpDeadline: input.rsvpDeadline ?? null };
    ensureTimes(times, now());
    const texts = {
      title: title(input.title),
      description: optional(input.description, description),
      place: optional(input.place, place),
    };
    const rest = { kind: input.kind, capacity: capacity(input.capacity), createdById: viewer.id };
    const team = await teamNow(ask, input.teamId);
    return transact(async (tx, emit) => {
      await rememberRoster(tx, team, 'teamId');
      const data = {
        id: newId('evt'),
        teamId: team.id,
        rosterVersion: team.version,
        timeZone: input.timeZone ?? team.timeZone,
        ...times,
        ...texts,
        ...rest,
      };
      const event = await tx.event.create({ data });
      await inviteRoster(tx, event, await rosterOf(tx, team));
      await announceEvent(emit, 'EventCreated', event);
      return { event };
    });
  },

  updateEvent: async (_, { input }, context) => {
    const { ask, load, transact, now } = context;
    const changes = {
      title: input.title == null ? undefined : title(input.title),
      kind: input.kind ?? undefined,
      description: optional(input.description, description),
      place: optional(input.place, place),
      startsAt: input.startsAt ?? undefined,
      endsAt: input.endsAt ?? undefined,
      timeZone: input.timeZone ?? undefined,
      capacity: capacity(input.capacity),
      rsvpDeadline: input.rsvpDeadline,
    };
    const known = await load.event.load(input.eventId);
    if (!known) throw new NotFound('No such event');
    await ensureOpen(input.eventId, context);
    const team = reachesAhead(changes, now()) ? await teamNow(ask, known.teamId) : null;
    return transact(async (tx, emit) => {
      if (team) await rememberRoster(tx, team, 'eventId'); // the team first, as whoever schedules or archives does
      const before = await lockEvent(tx, input.eventId);
      ensureOwn(before, changes);
      ensureScheduled(before);
      ensureVersion(before.version - 1, input.expectedVersion);
      const event = await tx.event.update({ where: { id: before.id }, data: changes });
      if (setsTimes(input)) ensureTimes(event, now());
      ensureRoom({ capacity: changes.capacity ?? null }, before.attendances);
      if (team && before.startsAt <= now()) await inviteAnew(tx, event, team, now());
      await announceEvent(emit, 'EventUpdated', event);
      return { event };
    });
  },

  cancelEvent: async (_, { input }, context) => {
    const statusReason = optional(input.reason, reason) ?? null;
    await ensureOpen(input.eventId, context);
    return context.transact(async (tx, emit) => {
      const { id, status, teamId, version, matchId } = await lockEvent(tx, input.eventId);
      ensureOwn({ matchId }, { status });
      if (status === 'CANCELLED') throw new UserError('ALREADY_DONE', 'The event is cancelled already', 'eventId');
      const event = await tx.event.update({ where: { id }, data: { status: 'CANCELLED', statusReason } });
      await emit('EventCancelled', { eventId: id, version, teamId, reason: statusReason });
      return { event };
    });
  },

  respondToEvent: async (_, { input }, context) => {
    const { viewer, transact, now } = context;
    const said = { response: input.response, note: optional(input.note, note) };
    if (input.userId && input.userId !== viewer.id) await ensureOpen(input.eventId, context);
    return transact(async (tx, emit) => {
      const { attendances, ...event } = await lockEvent(tx, input.eventId);
      const answer = { ...said, respondedAt: now() };
      const before = invitationOf(attendances, input.userId ?? viewer.id, 'userId');
      ensureTakesAnswers(event, now());
      const others = attendances.filter(({ id }) => id !== before.id);
      if (input.response === 'GOING' && before.response !== 'GOING') ensureRoom(event, [...others, answer]);
      const [attendance] = await tx.attendance.updateManyAndReturn({ where: { id: before.id }, data: answer });
      if (!attendance) throw notInvited('userId'); // whoever left the team this very moment
      await emit('EventResponded', {
        eventId: event.id,
        version: event.version,
        userId: before.userId,
        response: input.response,
      });
      return { attendance, event };
    });
  },

  markAttendance: async (_, { input: { eventId, marks } }, context) => {
    if (marks.length > MOST_MARKS) throw new UserError('VALIDATION', `At most ${MOST_MARKS} marks at once`, 'marks');
    if (new Set(marks.map(({ userId }) => userId)).size < marks.length)
      throw new UserError('VALIDATION', 'Each person once', 'marks');
    await ensureOpen(eventId, context);
    return context.transact(async (tx, emit) => {
      const { attendances, ...event } = await lockEvent(tx, eventId);
      ensureScheduled(event);
      for (const { userId } of marks) invitationOf(attendances, userId, 'marks');
      for (const presence of new Set(marks.map((mark) => mark.presence))) {
        const userIds = marks.filter((mark) => mark.presence === presence).map(({ userId }) => userId);
        await tx.attendance.updateMany({ where: { eventId, userId: { in: userIds } }, data: { presence } });
        await emit('AttendanceMarked', { eventId, version: event.version, userIds, presence });
      }
      return { event };
    });
  },
};
