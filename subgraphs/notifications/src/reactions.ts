import type { EventPayload } from '@fieldhouse/contracts';
import { inPlainSql, type OneReactionResources, reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Event } from './__generated__/prisma/client.ts';
import { copiedAccounts, copiedEvents, copiedPeople, copiedPlaces, copiedStandings, otherClocks } from './copies.ts';
import { comingEvents, remindOf } from './event-reminders.ts';
import { forget } from './forget.ts';
import { factsOf, hearOf, invitedTo, inviteLate } from './hear.ts';
import { cancelReminders, moveReminders } from './reminders.ts';
import type { Facts } from './texts.ts';

type Resources = OneReactionResources<Database>;

export const reactions = reactTo<Database>({
  SessionStarted: async (event, resources) => {
    const at = resources.happenedAt.toISOString();
    if (event.isNewDevice) await hearOf('SessionStarted', event, resources, { at });
  },
  RolesChanged: async (event, resources) => {
    if (await copiedAccounts.hear(resources.tx, 'RolesChanged', event)) await hearOf('RolesChanged', event, resources);
  },
  UserUnbanned: async (event, resources) => {
    if (await copiedStandings.hear(resources.tx, 'UserUnbanned', event)) await hearOf('UserUnbanned', event, resources);
  },
  UserProfileUpdated: inPlainSql(async (events, { tx, enqueue }) => {
    const moved = await otherClocks(tx, events);
    await copiedPeople.remember(
      tx,
      events.map((event) => copiedPeople.rowOf('UserProfileUpdated', event)),
    );
    for (const userId of moved) await enqueue('heedClock', userId);
  }),
  UserDeleted: async (event, { tx }) => {
    await copiedPeople.hear(tx, 'UserDeleted', event);
    await forget(tx, event.userId);
  },
  TeamMemberAdded: async (event, resources) => {
    if (!(await copiedPlaces.hear(resources.tx, 'TeamMemberAdded', event))) return;
    await hearOf('TeamMemberAdded', event, resources);
    await welcome(resources, event);
  },
  // A change of the number on a jersey is announced as well: that is no news.
  TeamMemberUpdated: async (event, resources) => {
    const { teamId, userId, role } = event;
    const before = await resources.tx.teamMember.findUnique({ where: { teamId_userId: { teamId, userId } } });
    if ((await copiedPlaces.hear(resources.tx, 'TeamMemberUpdated', event)) && before?.role !== role)
      await hearOf('TeamMemberUpdated', event, resources);
  },
  TeamMemberRemoved: async (event, resources) => {
    if (await copiedPlaces.hear(resources.tx, 'TeamMemberRemoved', event))
      await hearOf('TeamMemberRemoved', event, resources);
  },
  EventCreated: async (event, resources) => {
    if (!(await copiedEvents.hear(resources.tx, 'EventCreated', event)) || !isAhead(event.startsAt, resources)) return;
    await hearOf('EventCreated', event, resources);
    await remind(resources, event.eventId);
  },
  EventUpdated: async (event, resources) => {
    const before = await resources.tx.event.findUnique({ where: { id: event.eventId } });
    if (!(await copiedEvents.hear(resources.tx, 'EventUpdated', event)) || !isAhead(event.endsAt, resources)) return;
    await hearOf('EventUpdated', event, resources, before ? asItWas(before) : {});
    if (before?.startsAt.getTime() !== new Date(event.startsAt).getTime()) await remind(resources, event.eventId);
  },
  EventCancelled: async (event, resources) => {
    const isNews = await copiedEvents.hear(resources.tx, 'EventCancelled', event);
    if (isNews) await cancelReminders(resources.tx, resources, { eventId: event.eventId });
    const known = await resources.tx.event.findUnique({ where: { id: event.eventId } });
    if (!isNews || !known || !isAhead(known.endsAt, resources)) return;
    await hearOf('EventCancelled', event, resources, factsOf(known));
  },
  MatchReady: (event, resources) => hearOf('MatchReady', event, resources),
  MatchReported: (event, resources) => hearOf('MatchReported', event, resources),
  MatchDisputed: (event, resources) => hearOf('MatchDisputed', event, resources),
  ParticipantAdvanced: (event, resources) => hearOf('ParticipantAdvanced', event, resources),
  // Who checked in, or left, did so themselves.
  ParticipantChanged: async (event, resources) => {
    const { status, previous } = event;
    const isIn = status === 'CONFIRMED' && ['WAITLISTED', 'REGISTERED'].includes(previous);
    if (isIn || status === 'DISQUALIFIED' || status === 'NO_SHOW') await hearOf('ParticipantChanged', event, resources);
  },
  TournamentStatusChanged: async (event, resources) => {
    if (event.status === 'CANCELLED') await hearOf('TournamentStatusChanged', event, resources);
  },
});

/** What is over is of no interest any more. */
const isAhead = (at: Date | string, { now }: Resources): boolean => new Date(at) > now();

/** What an event looked like before it changed. */
const asItWas = ({ title, startsAt, endsAt, place }: Event): Facts => ({
  titleBefore: title,
  startedAt: startsAt.toISOString(),
  endedAt: endsAt.toISOString(),
  placeBefore: place,
});

/** Sets the reminders of an event, and has those move that people asked for. */
async function remind(resources: Resources, eventId: string): Promise<void> {
  const { tx, now } = resources;
  const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } });
  await remindOf(tx, resources, { events: [event], userIds: await invitedTo(tx, event.teamId), now: now() });
  await moveReminders(tx, resources, { eventId });
}

/**
 * Whoever comes onto a team is reminded of what lies ahead of it, and hears of the invitations that were told before this was known: the events
 * domain had them on the roster already.
 */
async function welcome(resources: Resources, { teamId, userId, role, version }: EventPayload['TeamMemberAdded']) {
  const { tx, now } = resources;
  if (role === 'SUPPORTER') return;
  const events = await comingEvents(tx, [teamId], now());
  await remindOf(tx, resources, { events, userIds: [userId], now: now() });
  for (const event of events) if (event.rosterVersion >= version) await inviteLate(resources, event, userId);
}
