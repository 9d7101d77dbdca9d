import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';
import { unlessDraft } from './visible.ts';

export const Subscription: SubscriptionResolvers = {
  tournamentChanged: async (_, { id }, context) => unlessDraft(await context.load.tournament.load(id), context),
  matchChanged: (_, { id }, { load }) => load.match.load(id),
};
