import { NotFound, newId, optional, refuseDuplicates, UserError } from '@fieldhouse/kit';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { announceTeam } from '../announce.ts';
import { enter, lockMember, lockTeam, remove } from '../membership.ts';
import { ensureMayJoin, ensureOwnerStays, ensureRoom, jerseyNumber } from '../roster.ts';
import {
  ageGroup,
  capacity,
  clubName,
  description,
  ensureAlive,
  ensureVersion,
  slug,
  sport,
  teamName,
} from '../team.ts';

const slugTaken = new UserError('SLUG_TAKEN', 'Somebody else has this slug', 'slug');
const jerseyTaken = new UserError('JERSEY_TAKEN', 'Another member wears this number', 'jerseyNumber');

export const Mutation: MutationResolvers = {
  createClub: (_, { input }, { transact }) => {
    const name = clubName(input.name);
    const data = { id: newId('clb'), name, slug: slug(input.slug, name), timeZone: input.timeZone };
    return transact(async (tx) => ({ club: await tx.club.create({ data }) })).catch(
      refuseDuplicates({ slug: slugTaken }),
    );
  },

  updateClub: (_, { input }, { transact }) => {
    const data = { name: input.name == null ? undefined : clubName(input.name), timeZone: input.timeZone ?? undefined };
    return transact(async (tx) => {
      const [club] = await tx.club.updateManyAndReturn({ where: { id: input.clubId }, data });
      if (!club) throw new NotFound('No such club');
      return { club };
    });
  },

  createTeam: async (_, { input }, { viewer, people, transact }) => {
    const details = { name: teamName(input.name), sport: sport(input.sport), capacity: capacity(input.capacity) };
    const texts = {
      ageGroup: optional(input.ageGroup, ageGroup),
      description: optional(input.description, description),
    };
    const owner = await people.active(viewer.id);
    return transact(async (tx, emit) => {
      const club = await tx.club.findFirst({ where: input.clubId ? { id: input.clubId } : {}, orderBy: { id: 'asc' } });
      if (!club) throw new UserError('VALIDATION', 'There is no such club', 'clubId');
      const where = { clubId: club.id, timeZone: input.timeZone ?? club.timeZone };
      const team = await tx.team.create({ data: { id: newId('tem'), ...details, ...texts, ...where } });
      await emit('TeamCreated', { teamId: team.id, version: team.version, name: team.name, ...where });
      await enter(tx, emit, team, owner, { role: 'OWNER' });
      return { team };
    });
  },

  updateTeam: (_, { input }, { transact }) => {
    const changes = {
      name: input.name == null ? undefined : teamName(input.name),
      sport: input.sport == null ? undefined : sport(input.sport),
      ageGroup: optional(input.ageGroup, ageGroup),
      description: optional(input.description, description),
      timeZone: input.timeZone ?? undefined,
      capacity: capacity(input.capacity),
    };
    return transact(async (tx, emit) => {
      const before = await lockTeam(tx, input.teamId);
      ensureAlive(before);
      ensureVersion(before.version - 1, input.expectedVersion);
      ensureRoom({ capacity: changes.capacity ?? null }, before.members);
      const team = await tx.team.update({ where: { id: input.teamId }, data: changes });
      await announceTeam(emit, team);
      return { team };
    });
  },

  archiveTeam: (_, { input: { teamId } }, { transact, now }) =>
    transact(async (tx, emit) => {
      const { archivedAt, version } = await lockTeam(tx, teamId);
      if (archivedAt) throw new UserError('ALREADY_DONE', 'The team is archived already', 'teamId');
      const team = await tx.team.update({ where: { id: teamId }, data: { archivedAt: now() } });
      await emit('TeamArchived', { teamId, version });
      return { team };
    }),

  restoreTeam: (_, { input: { teamId } }, { transact }) =>
    transact(async (tx, emit) => {
      const { archivedAt } = await lockTeam(tx, teamId);
      if (!archivedAt) throw new UserError('ALREADY_DONE', 'The team is not archived', 'teamId');
      const team = await tx.team.update({ where: { id: teamId }, data: { archivedAt: null } });
      await announceTeam(emit, team);
      return { team };
    }),

  addTeamMember: async (_, { input }, { people, transact }) => {
    const place = { userId: input.userId, role: input.role, jerseyNumber: jerseyNumber(input.jerseyNumber) };
    const person = await people.active(input.userId, 'userId'); // asked before any row is locked
    return transact(async (tx, emit) => {
      const team = await lockTeam(tx, input.teamId);
      ensureAlive(team);
      ensureMayJoin(team, team.members, place);
      return { member: await enter(tx, emit, team, person, place) };
    }).catch(refuseDuplicates({ jerseyNumber: jerseyTaken }));
  },

  updateTeamMember: async (_, { input }, { people, load, transact }) => {
    const number = jerseyNumber(input.jerseyNumber);
    const known = await load.member.load(input.memberId);
    if (input.role === 'OWNER' && known && known.role !== 'OWNER') await people.active(known.userId, 'role');
    return transact(async (tx, emit) => {
      const { team, member: before } = await lockMember(tx, input.memberId);
      ensureAlive(team);
      const role = input.role ?? before.role;
      const after = team.members.map((place) => (place.id === before.id ? { ...place, role } : place));
      ensureOwnerStays(team.members, after);
      ensureRoom(team, after);
      const data = { role, jerseyNumber: number, version: team.version };
      const member = await tx.teamMember.update({ where: { id: before.id }, data });
      await emit('TeamMemberUpdated', {
        teamId: team.id,
        version: team.version,
        memberId: member.id,
        userId: member.userId,
        role,
      });
      return { member };
    }).catch(refuseDuplicates({ jerseyNumber: jerseyTaken }));
  },

  removeTeamMember: (_, { input: { memberId } }, { transact }) =>
    transact(async (tx, emit) => {
      const { team, member } = await lockMember(tx, memberId);
      ensureAlive(team);
      ensureOwnerStays(
        team.members,
        team.members.filter(({ id }) => id !== memberId),
      );
      await remove(tx, emit, team, member);
      return { memberId, team };
    }),

  leaveTeam: (_, { input: { teamId } }, { viewer, transact }) =>
    transact(async (tx, emit) => {
      const team = await lockTeam(tx, teamId);
      const own = team.members.find(({ userId }) => userId === viewer.id);
      if (!own) throw new NotFound('Not on this team');
      ensureOwnerStays(
        team.members,
        team.members.filter(({ id }) => id !== own.id),
      );
      await remove(tx, emit, team, own);
      return { team };
    }),

  transferTeamOwnership: async (_, { input: { teamId, toUserId } }, { people, transact }) => {
    await people.active(toUserId, 'toUserId');
    return transact(async (tx, emit) => {
      const team = await lockTeam(tx, teamId);
      ensureAlive(team);
      const heir = team.members.find(({ userId }) => userId === toUserId);
      if (!heir || heir.role === 'OWNER')
        throw new UserError('VALIDATION', 'Needs a member who is not an owner', 'toUserId');
      const changes = [
        ...team.members.filter(({ role }) => role === 'OWNER').map((member) => ({ ...member, role: 'COACH' as const })),
        { ...heir, role: 'OWNER' as const },
      ];
      const changed = new Map(changes.map((member) => [member.id, member]));
      ensureRoom(
        team,
        team.members.map((member) => changed.get(member.id) ?? member),
      );
      for (const { id, userId, role } of changes) {
        await tx.teamMember.update({ where: { id }, data: { role, version: team.version } });
        await emit('TeamMemberUpdated', { teamId, version: team.version, memberId: id, userId, role });
      }
      return { team };
    });
  },
};
