import { optional } from '@fieldhouse/kit';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { courtName, courts, minutes, scheduleOne, scheduleStage, start } from '../scheduling.ts';
import { ensureVersion } from '../tournament.ts';
import { onMatch, onStage } from './doing.ts';

export const schedule: MutationResolvers = {
  scheduleMatches: (_, { input }, context) => {
    const rule = {
      courts: courts(input.courts),
      startsAt: start(input.startsAt, context.now(), 'startsAt').getTime(),
      matchMinutes: minutes(input.matchMinutes, 'matchMinutes'),
      restMinutes: minutes(input.restMinutes, 'restMinutes', 0),
    };
    return onStage(context, input, async (doing, held) => ({ matches: await scheduleStage(doing, held, rule) }));
  },

  scheduleMatch: (_, { input }, context) => {
    const { scheduledAt, court, matchMinutes, expectedVersion } = input;
    const wish = {
      court: optional(court, courtName),
      scheduledAt: scheduledAt && start(scheduledAt, context.now(), 'scheduledAt'),
      minutes: matchMinutes == null ? undefined : minutes(matchMinutes, 'matchMinutes'),
    };
    return onMatch(context, input, async (doing, held) => {
      ensureVersion(held.row.version, expectedVersion);
      return { match: await scheduleOne(doing, held, wish) };
    });
  },
};
