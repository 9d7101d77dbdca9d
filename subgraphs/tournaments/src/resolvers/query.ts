import { preview, type StageSettings, settingsOf, stageProblem } from '@fieldhouse/brackets';
import { BadInput, paginate } from '@fieldhouse/kit';
import type { QueryResolvers } from '../__generated__/resolvers.ts';
import { matching } from '../filter.ts';
import { unlessDraft, visibleTo } from './visible.ts';

export const Query: QueryResolvers = {
  tournaments: (_, { filter, ...args }, context) =>
    paginate(context.db.tournament, args, {
      where: { AND: [matching(filter), visibleTo(context)] },
      order: [{ createdAt: 'desc' }, { id: 'desc' }],
    }),
  tournament: async (_, { id }, context) => unlessDraft(await context.load.tournament.load(id), context),
  tournamentBySlug: async (_, { slug }, context) =>
    unlessDraft(await context.load.tournamentBySlug.load(slug), context),
  stage: async (_, { id }, context) => {
    const stage = await context.load.stage.load(id);
    const tournament = stage && (await context.load.tournament.load(stage.tournamentId));
    return (await unlessDraft(tournament, context)) && stage;
  },
  match: (_, { id }, { load }) => load.match.load(id),
  previewBracket: (_, { format, participants, settings: given }) => {
    const settings = settingsOf(format, (given ?? {}) as Partial<StageSettings>);
    const problem = stageProblem(format, participants, settings);
    if (problem) throw new BadInput(problem.message);
    const { warnings, ...counts } = preview(format, participants, settings);
    return { ...counts, warnings: [...warnings] };
  },
};
