import { type OneReactionResources, reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { copiedAccounts, copiedEvents, copiedPeople, copiedPlaces, copiedStandings } from './copies.ts';
import { forget } from './forget.ts';
import { hearOf } from './hear.ts';
import type { Facts } from './texts.ts';

type Resources = OneReactionResources<Database>;

export const reactions = reactTo<Database>({
  SessionStarted: async (event, resources) => {
    if (event.isNewDevice) await hearOf('SessionStarted', event, resources);
  },
  RolesChanged: async (event, resources) => {
    if (await copiedAccounts.hear(resources.tx, 'RolesChanged', event)) await hearOf('RolesChanged', event, resources);
  },
  UserUnbanned: async (event, resources) => {
    if (await copiedStandings.hear(resources.tx, 'UserUnbanned', event)) await hearOf('UserUnbanned', event, resources);
  },
  UserDeleted: async (event, { tx }) => {
    await copiedPeople.hear(tx, 'UserDeleted', event);
    await forget(tx, event.userId);
  },
  TeamMemberAdded: async (event, resources) => {
    if (await copiedPlaces.hear(resources.tx, 'TeamMemberAdded', event))
      await hearOf('TeamMemberAdded', event, resources);
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
    if ((await copiedEvents.hear(resources.tx, 'EventCreated', event)) && isAhead(event.startsAt, resources))
      await hearOf('EventCreated', event, resources);
  },
  EventUpdated: async (event, resources) => {
    const before = await resources.tx.event.findUnique({ where: { id: event.eventId } });
    if (!(await copiedEvents.hear(resources.tx, 'EventUpdated', event)) || !isAhead(event.endsAt, resources)) return;
    const facts: Facts = before ? { titleBefore: before.title, startedAt: before.startsAt.toISOString() } : {};
    await hearOf('EventUpdated', event, resources, facts);
  },
  EventCancelled: async (event, resources) => {
    const isNews = await copiedEvents.hear(resources.tx, 'EventCancelled', event);
    const known = await resources.tx.event.findUnique({ where: { id: event.eventId } });
    if (!isNews || !known || !isAhead(known.endsAt, resources)) return;
    const facts = { title: known.title, startsAt: known.startsAt.toISOString(), place: known.place };
    await hearOf('EventCancelled', event, resources, facts);
  },
});

/** What is over is of no interest any more. */
const isAhead = (at: Date | string, { now }: Resources): boolean => new Date(at) > now();
