import {
  copiedPeople,
  copyOf,
  ensureNotForgotten,
  newId,
  optional,
  refuseDuplicates,
  UserError,
} from '@fieldhouse/kit';
import type { Tx } from '../__generated__/database.ts';
import type { CreateTournamentInput, MutationResolvers, UpdateTournamentInput } from '../__generated__/resolvers.ts';
import { looks } from '../announcing.ts';
import { moveUp, takenIn } from '../entering.ts';
import { holdTournament } from '../held.ts';
import { ensureBeforePlay, ensureNotOver } from '../life.ts';
import { ensureRoom } from '../places.ts';
import { newStages } from '../stage.ts';
import { goTo } from '../status.ts';
import {
  capacity,
  description,
  ensureTimes,
  ensureVersion,
  gameId,
  prizes,
  reason,
  rules,
  slug,
  sport,
  teamSize,
  tournamentName,
} from '../tournament.ts';
import { doIt } from './doing.ts';

const slugTaken = new UserError('SLUG_TAKEN', 'Somebody else has this slug', 'slug');
const KNOCKOUT = { name: 'Knock-out', format: 'SINGLE_ELIMINATION' } as const;
const MOST_OFFICIALS = 50;

/** What is entered of a tournament, checked; what was left out is undefined. */
const entered = (input: CreateTournamentInput | UpdateTournamentInput) => ({
  sport: optional(input.sport, sport),
  gameId: optional(input.gameId, gameId),
  description: optional(input.description, description),
  rules: optional(input.rules, rules),
  prizes: input.prizes == null ? undefined : prizes(input.prizes),
  teamSize: teamSize(input.teamSize),
  capacity: capacity(input.capacity),
  startsAt: input.startsAt,
  endsAt: input.endsAt,
  timeZone: input.timeZone ?? undefined,
  registrationOpensAt: input.registrationOpensAt,
  registrationClosesAt: input.registrationClosesAt,
  checkInOpensAt: input.checkInOpensAt,
  requiresApproval: input.requiresApproval ?? undefined,
});

/** A game that tournaments are of has a row, so that they can be listed by it. */
async function noteGame(tx: Tx, id: string | null | undefined): Promise<void> {
  if (id != null) await tx.game.createMany({ data: [{ id }], skipDuplicates: true });
}

export const life: MutationResolvers = {
  createTournament: async (_, { input }, context) => {
    const { viewer, people, transact } = context;
    const name = tournamentName(input.name);
    const data = {
      ...{ id: newId('tou'), name, slug: slug(input.slug, name), participantKind: input.participantKind },
      ...entered(input),
      timeZone: input.timeZone ?? 'UTC',
    };
    const { stages, advancements } = newStages(input.stages ?? ([{ ...KNOCKOUT }] as never), data.id);
    const creator = await people.active(viewer.id);
    return transact(async (tx, emit) => {
      await noteGame(tx, data.gameId);
      const tournament = await tx.tournament.create({ data }).catch(refuseDuplicates({ slug: slugTaken }));
      ensureTimes(tournament);
      await copiedPeople.remember(tx, [copyOf(creator)]);
      await tx.official.create({ data: { tournamentId: data.id, userId: viewer.id, role: 'ORGANIZER' } });
      await tx.stage.createMany({ data: stages });
      await tx.advancement.createMany({ data: advancements });
      await emit('TournamentCreated', looks(tournament));
      return { tournament };
    });
  },

  updateTournament: (_, { input }, context) =>
    doIt(context, async (doing) => {
      const { tx, emit } = doing;
      const changes = {
        ...entered(input),
        name: input.name == null ? undefined : tournamentName(input.name),
        slug: input.slug == null ? undefined : slug(input.slug, ''),
      };
      const before = await holdTournament(tx, input.tournamentId);
      ensureNotOver(before.status);
      ensureVersion(before.version - 1, input.expectedVersion);
      await noteGame(tx, changes.gameId);
      const tournament = await tx.tournament
        .update({ where: { id: before.id }, data: changes })
        .catch(refuseDuplicates({ slug: slugTaken }));
      ensureTimes(tournament);
      if (input.capacity !== undefined) {
        ensureBeforePlay(before.status);
        ensureRoom(tournament, (await takenIn(tx, tournament.id)).places, 'capacity');
        await moveUp(doing, tournament);
      }
      await emit('TournamentChanged', { ...looks(tournament), status: tournament.status });
      return { tournament };
    }),

  setTournamentStatus: (_, { input: { tournamentId, status, expectedVersion, ...input } }, context) =>
    doIt(context, async (doing) => {
      const why = optional(input.reason, reason) ?? null;
      const before = await holdTournament(doing.tx, tournamentId);
      ensureVersion(before.version - 1, expectedVersion);
      return { tournament: await goTo(doing, before, status, why) };
    }),

  addTournamentOfficial: async (_, { input: { tournamentId, userId, role } }, context) => {
    const person = await context.people.active(userId, 'userId');
    return doIt(context, async ({ tx, emit }) => {
      await copiedPeople.remember(tx, [copyOf(person)]);
      await ensureNotForgotten(tx, userId);
      const tournament = await holdTournament(tx, tournamentId);
      if ((await tx.official.count({ where: { tournamentId, role } })) >= MOST_OFFICIALS)
        throw new UserError('VALIDATION', `At most ${MOST_OFFICIALS} of them`, 'role');
      const { count } = await tx.official.createMany({ data: [{ tournamentId, userId, role }], skipDuplicates: true });
      if (count === 0) throw new UserError('ALREADY_DONE', 'They are that already', 'userId');
      await emit('TournamentChanged', { ...looks(tournament), status: tournament.status });
      return { tournament };
    });
  },

  removeTournamentOfficial: (_, { input: { tournamentId, userId, role } }, context) =>
    doIt(context, async ({ tx, emit }) => {
      const tournament = await holdTournament(tx, tournamentId);
      const { count } = await tx.official.deleteMany({ where: { tournamentId, userId, role } });
      if (count === 0) throw new UserError('ALREADY_DONE', 'They are not that', 'userId');
      if ((await tx.official.count({ where: { tournamentId, role: 'ORGANIZER' } })) === 0)
        throw new UserError('VALIDATION', 'A tournament keeps an organiser', 'userId');
      await emit('TournamentChanged', { ...looks(tournament), status: tournament.status });
      return { tournament };
    }),
};
