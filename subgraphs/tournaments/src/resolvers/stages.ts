import { randomInt } from 'node:crypto';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { looks } from '../announcing.ts';
import { holdTournament } from '../held.ts';
import { ensureBeforePlay } from '../life.ts';
import { reset } from '../resetting.ts';
import { newStages } from '../stage.ts';
import { nextRound, seed, start } from '../starting.ts';
import { doIt, onStage } from './doing.ts';
import { boardOf } from './stage.ts';

export const stages: MutationResolvers = {
  addStage: (_, { input: { tournamentId, stage: input } }, context) =>
    doIt(context, async ({ tx, emit }) => {
      const tournament = await holdTournament(tx, tournamentId);
      ensureBeforePlay(tournament.status);
      const before = await tx.stage.findMany({ where: { tournamentId }, orderBy: { number: 'asc' } });
      const added = newStages([input], tournamentId, before);
      const [stage] = await tx.stage.createManyAndReturn({ data: added.stages });
      await tx.advancement.createMany({ data: added.advancements });
      await emit('TournamentChanged', { ...looks(tournament), status: tournament.status });
      return { stage: stage ?? null };
    }),

  seedParticipants: (_, { input: { stageId, method, order, randomSeed } }, context) =>
    onStage(context, { stageId }, async (doing, held) => {
      await seed(doing, held, { method, order: order ?? null, randomSeed: randomSeed ?? randomInt(2 ** 31) });
      return { stage: held.stage };
    }),

  startStage: (_, { input }, context) =>
    onStage(context, input, async (doing, held) => ({ stage: (await start(doing, held)).stage })),

  generateNextRound: async (_, { input }, context) => {
    const { stage } = await onStage(context, input, nextRound);
    const board = await boardOf(stage.id, context);
    const round = board.rounds.at(-1);
    return { stage, round: round ? { board, round } : null };
  },

  resetStage: (_, { input }, context) =>
    onStage(context, input, async (doing, held) => {
      await reset(doing, held);
      return { stage: { ...held.stage, status: 'READY' as const } };
    }),
};
