import type { EventName, EventPayload } from '@fieldhouse/contracts';
import type { News } from './tell.ts';

/** Who is told: the person whom the event names, or whoever is invited, all of the team but those who only cheer. */
type To = { readonly userId: string } | { readonly invitedTo: string };

/** What an event means to people: of which kind the news are, to whom, about what. */
export type Meaning = Omit<News, 'cause'> & { readonly to: To };

/**
 * What is told of the other domains' events: the one place where an event becomes news. What texts say besides, such as what an event
 * looked like before, reactions add.
 */
export const MEANINGS = {
  SessionStarted: ({ userId, device }) => ({
    ...{ category: 'SECURITY', kind: 'signedIn', priority: 'HIGH', to: { userId } },
    ...{ facts: { device }, subjectId: userId },
  }),
  RolesChanged: ({ userId, roles }) => ({
    ...{ category: 'ACCOUNT', kind: 'rolesChanged', to: { userId } },
    ...{ facts: { roles }, subjectId: userId, groupKey: 'roles' },
  }),
  UserUnbanned: ({ userId }) => ({
    ...{ category: 'ACCOUNT', kind: 'banLifted', to: { userId } },
    ...{ subjectId: userId },
  }),
  TeamMemberAdded: ({ userId, teamId, role }) => ({
    ...{ category: 'TEAM', kind: 'addedToTeam', to: { userId } },
    ...{ facts: { role }, teamId, subjectId: teamId, groupKey: teamId },
  }),
  TeamMemberUpdated: ({ userId, teamId, role }) => ({
    ...{ category: 'TEAM', kind: 'placeChanged', to: { userId } },
    ...{ facts: { role }, teamId, subjectId: teamId, groupKey: teamId },
  }),
  // Not of the team's concern any more: whoever is off it hears of that.
  TeamMemberRemoved: ({ userId, teamId }) => ({
    ...{ category: 'TEAM', kind: 'removedFromTeam', to: { userId } },
    ...{ subjectId: teamId, groupKey: teamId },
  }),
  EventCreated: ({ eventId, teamId, title, startsAt, endsAt, place = null }) => ({
    ...{ category: 'EVENT', kind: 'invited', to: { invitedTo: teamId } },
    ...{ facts: { title, startsAt, endsAt, place }, teamId, subjectId: eventId, groupKey: eventId },
  }),
  EventUpdated: ({ eventId, teamId, title, startsAt, endsAt, place = null }) => ({
    ...{ category: 'EVENT', kind: 'eventChanged', to: { invitedTo: teamId } },
    ...{ facts: { title, startsAt, endsAt, place }, teamId, subjectId: eventId, groupKey: eventId },
  }),
  EventCancelled: ({ eventId, teamId, reason = null }) => ({
    ...{ category: 'EVENT', kind: 'eventCancelled', priority: 'HIGH', to: { invitedTo: teamId } },
    ...{ facts: { reason }, teamId, subjectId: eventId, groupKey: eventId },
  }),
} as const satisfies { readonly [N in EventName]?: (event: EventPayload[N]) => Meaning };

/** The events that are told. */
export type ToldEvent = keyof typeof MEANINGS;
