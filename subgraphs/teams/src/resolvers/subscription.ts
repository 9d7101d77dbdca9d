import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';

export const Subscription: SubscriptionResolvers = {
  teamChanged: (_, { id }, { load }) => load.team.load(id),
};
