import type { EventPayload } from '@fieldhouse/contracts';
import { type Ask, NotFound, type OneReactionResources, rememberPeople, sqlOf, UserError } from '@fieldhouse/kit';
import { TeamNow, type TeamNowQuery } from './__generated__/peers/teams.ts';
import type { Event, TeamRole } from './__generated__/prisma/client.ts';
import type { Database, Tx } from './context.ts';
import { inviteRoster, matchInvitations } from './invitations.ts';

/** A team and its people as the teams domain says at a moment. */
export type TeamSnapshot = NonNullable<TeamNowQuery['teamSnapshot']>;

/** Asks the teams domain; before any row is locked. */
export async function teamNow(ask: Ask, teamId: string): Promise<TeamSnapshot> {
  const { teamSnapshot: team } = await ask(TeamNow, { teamId });
  if (!team) throw new NotFound('No such team');
  return team;
}

/** A team as this domain copies it. */
export interface TeamCopy {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly archived: boolean;
  readonly version: number;
}

/** Writes the copy of a team, never an older one over a newer one, and holds the team's row until the transaction ends. */
export const rememberTeam = async (tx: Tx, { id, name, timeZone, archived, version }: TeamCopy): Promise<void> => {
  await sqlOf(tx)(
    `INSERT INTO "Team" AS team ("id", "name", "timeZone", "archived", "version") VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "timeZone" = excluded."timeZone",
       "archived" = excluded."archived", "version" = excluded."version" WHERE team."version" < excluded."version"`,
    [id, name, timeZone, archived, version],
  );
};

/**
 * Writes the copies that a new event shows: the team and its people, as the teams domain says at that moment. Roster
 * entries are left to the events on their way: those also invite to the team's other events. Refuses a team that was put
 * away, as said then or as heard since. The team's row is held until the transaction ends.
 */
export async function rememberRoster(tx: Tx, { members, ...team }: TeamSnapshot, path: string): Promise<void> {
  await rememberTeam(tx, team);
  const { archived } = await tx.team.findUniqueOrThrow({ where: { id: team.id } });
  if (archived) throw new UserError('TEAM_ARCHIVED', 'The team is archived: restore it first', path);
  const people = members.map(({ userId: id, displayName, avatar, profileVersion: version }) => ({
    id,
    displayName,
    ...avatar,
    version,
  }));
  await rememberPeople(tx, people);
}

/**
 * Who is on a team: as the teams domain said, but for those of whom something newer was heard since. Whoever joins or
 * leaves after this finds the team's row held, and then the event that is being made.
 */
export async function rosterOf(
  tx: Tx,
  { id, version, members }: TeamSnapshot,
): Promise<Pick<Place, 'userId' | 'role'>[]> {
  const newer = await tx.teamMember.findMany({ where: { teamId: id, version: { gt: version } } });
  const heardOf = new Set(newer.map(({ userId }) => userId));
  return [...members.filter(({ userId }) => !heardOf.has(userId)), ...newer.filter(({ active }) => active)];
}

/** A person's place on a team, as a version of the team has it. */
export interface Place {
  readonly teamId: string;
  readonly userId: string;
  readonly role: TeamRole;
  readonly active: boolean;
  readonly version: number;
}

/** What a change of a place is taken in with. */
export type Hearing = Pick<OneReactionResources<Database>, 'tx' | 'now' | 'happenedAt'>;

/** Writes the copy of a roster entry; false when a newer one is there already. */
async function rememberPlace(tx: Tx, { teamId, userId, role, active, version }: Place): Promise<boolean> {
  const written = await sqlOf(tx)(
    `INSERT INTO "TeamMember" AS place ("teamId", "userId", "role", "active", "version") VALUES ($1, $2, $3::"TeamRole", $4, $5)
     ON CONFLICT ("teamId", "userId") DO UPDATE SET "role" = excluded."role", "active" = excluded."active",
       "version" = excluded."version" WHERE place."version" < excluded."version" RETURNING 1 AS written`,
    [teamId, userId, role, active, version],
  );
  return written.length > 0;
}

/** A roster entry changed: unless something newer is known, the copy and the invitations follow. */
export async function placeChanged(place: Place, resources: Hearing): Promise<void> {
  await holdTeam(resources.tx, place.teamId);
  if (await rememberPlace(resources.tx, place)) await matchInvitations(place, resources);
}

/** Waits for whoever schedules or changes the roster of this team right now, so that nobody is left uninvited between the two. */
export const holdTeam = (tx: Tx, teamId: string): Promise<unknown> =>
  sqlOf(tx)('SELECT 1 FROM "Team" WHERE "id" = $1 FOR UPDATE', [teamId]);

/** Somebody joined a team. */
export async function join(event: EventPayload['TeamMemberAdded'], resources: Hearing): Promise<void> {
  const { teamId, userId, version, displayName, initials, color, profileVersion } = event;
  const place = { teamId, userId, role: event.role as TeamRole, active: true, version };
  await holdTeam(resources.tx, teamId); // the team first, as whoever schedules does: in another order the two could wait for each other
  await rememberPeople(resources.tx, [{ id: userId, displayName, initials, color, version: profileVersion }]);
  await placeChanged(place, resources);
}

/** Invites to an event that is put off from the past to the future whoever is on the team by now; who stays keeps their answer. */
export async function inviteAnew(tx: Tx, event: Event, team: TeamSnapshot, now: Date): Promise<void> {
  if (event.startsAt <= now) return;
  if (team.version < event.rosterVersion) throw new UserError('STALE_VERSION', 'The roster changed meanwhile');
  await tx.event.update({ where: { id: event.id }, data: { rosterVersion: team.version } });
  await inviteRoster(tx, event, await rosterOf(tx, team));
}
