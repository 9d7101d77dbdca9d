import type { EventPayload } from '@fieldhouse/contracts';
import { FORMER_MEMBER, keepsCopy, sqlOf } from '@fieldhouse/kit';
import type { Account, Event, Person, Standing, Team, TeamMember } from './__generated__/prisma/client.ts';

/** What is shown of people, and how they want to be spoken to: their language, their clock. */
export const copiedPeople = keepsCopy<Person>({
  table: 'Person',
  key: ['id'],
  columns: ['displayName', 'initials', 'color', 'locale', 'timeZone'],
  of: {
    UserProfileUpdated: ({ userId: id, locale, timeZone, ...copy }) => ({
      id,
      ...copy,
      locale: locale ?? 'en',
      timeZone: timeZone ?? 'UTC',
    }),
    UserDeleted: ({ userId: id, version }) => ({ id, ...FORMER_MEMBER, locale: 'en', timeZone: 'UTC', version }),
  },
});

/** Who goes by another clock than is known, by what is news of them. */
export async function otherClocks(tx: unknown, news: readonly EventPayload['UserProfileUpdated'][]): Promise<string[]> {
  const rows = news.map((event) => copiedPeople.rowOf('UserProfileUpdated', event));
  return (await sqlOf(tx)(OTHER_CLOCKS, [JSON.stringify(rows)])).map(({ id }) => String(id));
}

const OTHER_CLOCKS = `
  SELECT DISTINCT known."id" FROM "Person" AS known JOIN json_populate_recordset(NULL::"Person", $1::json) AS news USING ("id")
  WHERE news."version" > known."version" AND news."timeZone" <> known."timeZone"`;

/** Who is shut out. */
export const copiedStandings = keepsCopy<Standing>({
  table: 'Standing',
  key: ['userId'],
  columns: ['banned'],
  of: {
    UserBanned: ({ userId, version }) => ({ userId, banned: true, version }),
    UserUnbanned: ({ userId, version }) => ({ userId, banned: false, version }),
  },
});

/** The roles in the club. */
export const copiedAccounts = keepsCopy<Account>({
  table: 'Account',
  key: ['userId'],
  columns: ['roles'],
  of: {
    UserCreated: ({ userId, version, roles, approved }) => ({
      userId,
      roles: [...(roles ?? (approved ? ['MEMBER'] : []))],
      version,
    }),
    RolesChanged: ({ userId, roles, version }) => ({ userId, roles: [...roles], version }),
  },
});

/** The teams. */
export const copiedTeams = keepsCopy<Team>({
  table: 'Team',
  key: ['id'],
  columns: ['name', 'archived'],
  of: {
    TeamCreated: ({ teamId: id, name, version }) => ({ id, name, archived: false, version }),
    TeamUpdated: ({ teamId: id, name, archived, version }) => ({ id, name, archived, version }),
    TeamArchived: ({ teamId: id, version }) => ({ id, archived: true, version }),
  },
});

/** The rosters. Who left stays as a place that is not active, so that late news cannot bring them back. */
export const copiedPlaces = keepsCopy<TeamMember>({
  table: 'TeamMember',
  key: ['teamId', 'userId'],
  columns: ['role', 'active'],
  of: {
    TeamMemberAdded: ({ teamId, userId, role, version }) => ({ teamId, userId, role, active: true, version }),
    TeamMemberUpdated: ({ teamId, userId, role, version }) => ({ teamId, userId, role, active: true, version }),
    TeamMemberRemoved: ({ teamId, userId, version }) => ({ teamId, userId, role: 'SUPPORTER', active: false, version }),
  },
});

/** The events. */
export const copiedEvents = keepsCopy<Event>({
  table: 'Event',
  key: ['id'],
  columns: ['teamId', 'title', 'startsAt', 'endsAt', 'place', 'cancelled', 'rosterVersion'],
  of: {
    EventCreated: (event) => eventCopy(event),
    EventUpdated: (event) => eventCopy(event),
    EventCancelled: ({ eventId: id, version }) => ({ id, cancelled: true, version }),
  },
});

interface EventNews {
  readonly eventId: string;
  readonly version: number;
  readonly teamId: string;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place?: string | null;
  readonly status?: string | null;
  readonly rosterVersion?: number | null;
}

const eventCopy = ({ eventId: id, startsAt, endsAt, place, status, rosterVersion, ...event }: EventNews): Event => ({
  id,
  teamId: event.teamId,
  title: event.title,
  version: event.version,
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
  place: place ?? null,
  cancelled: status === 'CANCELLED',
  rosterVersion: rosterVersion ?? 0,
});

export const copies = [copiedPeople, copiedStandings, copiedAccounts, copiedTeams, copiedPlaces, copiedEvents];
