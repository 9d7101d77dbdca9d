import { personReference, UserError } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Person, Team, TeamMember, TeamRole } from './__generated__/prisma/client.ts';

type Place = Pick<TeamMember, 'userId' | 'role'>;

/** The roles that run a team. */
export const STAFF: readonly TeamRole[] = ['OWNER', 'COACH', 'ASSISTANT', 'MANAGER'];

/** A jersey number, or none. */
export function jerseyNumber(raw: number | null | undefined): number | null | undefined {
  if (raw != null && (raw < 0 || raw > 99))
    throw new UserError('VALIDATION', 'A jersey number is 0 to 99', 'jerseyNumber');
  return raw;
}

/** How many of these take a place: everybody but supporters. */
export const placesTaken = (members: readonly Pick<Place, 'role'>[]): number =>
  members.filter(({ role }) => role !== 'SUPPORTER').length;

/** Refuses a second membership and a place that is not there. */
export function ensureMayJoin(team: Pick<Team, 'capacity'>, members: readonly Place[], joining: Place): void {
  if (members.some(({ userId }) => userId === joining.userId))
    throw new UserError('ALREADY_MEMBER', 'This person is on the team already', 'userId');
  ensureRoom(team, [...members, joining]);
}

/** Refuses a roster that has more members than the team has places. */
export function ensureRoom({ capacity }: Pick<Team, 'capacity'>, members: readonly Pick<Place, 'role'>[]): void {
  if (capacity !== null && placesTaken(members) > capacity)
    throw new UserError('TEAM_FULL', `The team has ${capacity} places`);
}

/** Refuses to take the last owner away; a team that lost its owner by a deletion holds nobody else back. */
export function ensureOwnerStays(before: readonly Place[], after: readonly Place[]): void {
  const isOwned = (members: readonly Place[]) => members.some(({ role }) => role === 'OWNER');
  if (isOwned(before) && !isOwned(after)) throw new UserError('LAST_OWNER', 'A team keeps at least one owner');
}

/** Who takes over when the last owner is no more: the highest of the staff, of equals the one who joined first. */
export const heirOf = <Member extends Pick<Place, 'role'>>(members: readonly Member[]): Member | undefined =>
  members.some(({ role }) => role === 'OWNER')
    ? undefined
    : (['COACH', 'MANAGER', 'ASSISTANT'] as const).flatMap((rank) => members.filter(({ role }) => role === rank))[0];

/** A roster entry as other domains copy it. */
export function memberSnapshot({ userId, role, person }: Place & { readonly person: Person }) {
  const { displayName, avatar, version: profileVersion } = personReference(person);
  return { userId, role, displayName, avatar, profileVersion };
}

/** Whom a person shares a living team with, and whom of them as staff. */
export interface Circle {
  readonly teammates: ReadonlySet<string>;
  readonly staffOf: ReadonlySet<string>;
}

/** The circles of many people, for the statements of one. */
export async function circles(db: Database, userIds: readonly string[]): Promise<Circle[]> {
  const places = await db.teamMember.findMany({
    where: { userId: { in: [...userIds] }, team: { archivedAt: null } },
    select: { userId: true, role: true, team: { select: { members: { select: { userId: true } } } } },
  });
  const mates = (of: typeof places) => new Set(of.flatMap(({ team }) => team.members.map((member) => member.userId)));
  const placesOf = new Map(userIds.map((userId): [string, typeof places] => [userId, []]));
  for (const place of places) placesOf.get(place.userId)?.push(place);
  return userIds.map((userId) => {
    const own = placesOf.get(userId) ?? [];
    return { teammates: mates(own), staffOf: mates(own.filter(({ role }) => STAFF.includes(role))) };
  });
}
