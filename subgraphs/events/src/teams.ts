import type { EventPayload } from '@fieldhouse/contracts';
import { type Ask, copiedPeople, NotFound, sqlOf, UserError } from '@fieldhouse/kit';
import type { EventsContext } from './__generated__/context.ts';
import type { Tx } from './__generated__/database.ts';
import { TeamNow, type TeamNowQuery, TeamState } from './__generated__/peers/teams.ts';
import type { Event, TeamMember } from './__generated__/prisma/client.ts';
import { copiedPlaces, copiedTeams } from './copies.ts';
import { type Hearing, inviteRoster, matchInvitations } from './invitations.ts';

/** A team and its people as the teams domain says at a moment. */
export type TeamSnapshot = NonNullable<TeamNowQuery['teamSnapshot']>;

/** Asks the teams domain; before any row is locked. */
export async function teamNow(ask: Ask, teamId: string): Promise<TeamSnapshot> {
  const { teamSnapshot: team } = await ask(TeamNow, { teamId });
  if (!team) throw new NotFound('No such team');
  return team;
}

const putAway = (path: string) => new UserError('TEAM_ARCHIVED', 'The team is archived: restore it first', path);

/**
 * Refuses staff what concerns a team that was put away, as the teams domain says at this moment: they may do it no more,
 * and are told why. Administrators may still put its past right.
 */
export async function ensureOpen(
  eventId: string,
  { viewer, ask, load }: Pick<EventsContext, 'viewer' | 'ask' | 'load'>,
): Promise<void> {
  const event = viewer.roles.includes('ADMIN') ? null : await load.event.load(eventId);
  if (event && (await ask(TeamState, { teamId: event.teamId })).teamSnapshot?.archived) throw putAway('eventId');
}

/**
 * Writes the copies that a new event shows: the team and its people, as the teams domain says at that moment. Roster
 * entries are left to the events on their way: those also invite to the team's other events. Refuses a team that was put
 * away, as said then or as heard since. The team's row is held until the transaction ends.
 */
export async function rememberRoster(tx: Tx, { members, ...team }: TeamSnapshot, path: string): Promise<void> {
  await copiedTeams.remember(tx, [team]);
  const [held] = await holdTeam(tx, team.id);
  if (held?.archived) throw putAway(path);
  const people = members.map(({ userId: id, displayName, avatar, profileVersion: version }) => ({
    id,
    displayName,
    ...avatar,
    version,
  }));
  await copiedPeople.remember(tx, people);
}

/**
 * Who is on a team: as the teams domain said, but for those of whom something newer was heard since. Whoever joins or
 * leaves after this finds the team's row held, and then the event that is being made.
 */
export async function rosterOf(
  tx: Tx,
  { id, version, members }: TeamSnapshot,
): Promise<Pick<TeamMember, 'userId' | 'role'>[]> {
  const newer = await tx.teamMember.findMany({ where: { teamId: id, version: { gt: version } } });
  const heardOf = new Set(newer.map(({ userId }) => userId));
  return [...members.filter(({ userId }) => !heardOf.has(userId)), ...newer.filter(({ active }) => active)];
}

type PlaceNews = 'TeamMemberAdded' | 'TeamMemberUpdated' | 'TeamMemberRemoved';

/** A roster entry changed: unless something newer is known, the copy and the invitations follow. */
export async function placeChanged<N extends PlaceNews>(
  name: N,
  event: EventPayload[N],
  resources: Hearing,
): Promise<void> {
  await holdTeam(resources.tx, event.teamId);
  const place = copiedPlaces.rowOf(name, event) as TeamMember;
  const holds = await copiedPlaces.remember(resources.tx, [place]);
  if (holds.length > 0) await matchInvitations(place, resources);
}

/** Waits for whoever schedules or changes the roster of this team right now, so that nobody is left uninvited between the two. */
export const holdTeam = (tx: Tx, teamId: string) =>
  sqlOf(tx)('SELECT "archived" FROM "Team" WHERE "id" = $1 FOR UPDATE', [teamId]);

/** Somebody joined a team. */
export async function join(event: EventPayload['TeamMemberAdded'], resources: Hearing): Promise<void> {
  const { teamId, userId: id, displayName, initials, color, profileVersion } = event;
  await holdTeam(resources.tx, teamId); // the team first, as whoever schedules does: in another order the two could wait for each other
  await copiedPeople.remember(resources.tx, [{ id, displayName, initials, color, version: profileVersion }]);
  await placeChanged('TeamMemberAdded', event, resources);
}

/** Invites to an event that is put off from the past to the future whoever is on the team by now; who stays keeps their answer. */
export async function inviteAnew(tx: Tx, event: Event, team: TeamSnapshot, now: Date): Promise<void> {
  if (event.startsAt <= now) return;
  if (team.version < event.rosterVersion) throw new UserError('STALE_VERSION', 'The roster changed meanwhile');
  await tx.event.update({ where: { id: event.id }, data: { rosterVersion: team.version } });
  await inviteRoster(tx, event, await rosterOf(tx, team));
}
