import {
  copiedPeople,
  copyOf,
  type Emit,
  ensureNotForgotten,
  NotFound,
  newId,
  type PersonSnapshot,
} from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Team, TeamMember, TeamRole } from './__generated__/prisma/client.ts';
import { placeOf } from './announce.ts';
import { heirOf } from './roster.ts';

type Roster = Team & { members: TeamMember[] };

/**
 * The team with its roster, locked and counted up: of two changes at once the second waits and decides on what the first left.
 * Whoever refuses after this call rolls the count back as well.
 */
export async function lockTeam(tx: Tx, teamId: string): Promise<Roster> {
  const [team] = await tx.team.updateManyAndReturn({ where: { id: teamId }, data: { version: { increment: 1 } } });
  if (!team) throw new NotFound('No such team');
  return { ...team, members: await tx.teamMember.findMany({ where: { teamId }, orderBy: { id: 'asc' } }) };
}

/** The roster entry and its team, locked. */
export async function lockMember(tx: Tx, memberId: string): Promise<{ team: Roster; member: TeamMember }> {
  const found = await tx.teamMember.findUnique({ where: { id: memberId }, select: { teamId: true } });
  if (!found) throw new NotFound('No such member');
  const team = await lockTeam(tx, found.teamId);
  const member = team.members.find(({ id }) => id === memberId);
  if (!member) throw new NotFound('No such member');
  return { team, member };
}

interface Joining {
  readonly role: TeamRole;
  readonly jerseyNumber?: number | null | undefined;
}

/** Enters a person, with the copy of their name, into the roster of a locked team. */
export async function enter(
  tx: Tx,
  emit: Emit,
  team: Team,
  person: PersonSnapshot,
  { role, jerseyNumber }: Joining,
): Promise<TeamMember> {
  const copy = copyOf(person);
  await copiedPeople.remember(tx, [copy]);
  await ensureNotForgotten(tx, person.id);
  const { id: teamId, version } = team;
  const place = { teamId, userId: person.id, role, jerseyNumber: jerseyNumber ?? null, version };
  const member = await tx.teamMember.create({ data: { id: newId('mem'), ...place } });
  await tx.formerMember.deleteMany({ where: { teamId, userId: person.id } });
  await emit('TeamMemberAdded', placeOf(member, copy));
  return member;
}

/** Takes an entry out of the roster of a locked team. */
export async function remove(
  tx: Tx,
  emit: Emit,
  { id: teamId, version }: Team,
  { id: memberId, userId }: TeamMember,
): Promise<void> {
  await tx.teamMember.delete({ where: { id: memberId } });
  await tx.formerMember.create({ data: { id: memberId, teamId, userId, version } });
  await emit('TeamMemberRemoved', { teamId, version, memberId, userId });
}

/** Takes a person who is no more off every roster; a team whose last owner that was goes to the next of its staff. */
export async function dismiss({ tx, emit }: { tx: Tx; emit: Emit }, userId: string): Promise<void> {
  const places = await tx.teamMember.findMany({ where: { userId }, orderBy: { teamId: 'asc' } });
  for (const place of places) {
    const { members, ...team } = await lockTeam(tx, place.teamId);
    await remove(tx, emit, team, place);
    const heir = heirOf(members.filter(({ id }) => id !== place.id));
    if (!heir) continue;
    await tx.teamMember.update({ where: { id: heir.id }, data: { role: 'OWNER', version: team.version } });
    const { id: memberId, userId: heirId } = heir;
    await emit('TeamMemberUpdated', {
      teamId: team.id,
      version: team.version,
      memberId,
      userId: heirId,
      role: 'OWNER',
    });
  }
}
