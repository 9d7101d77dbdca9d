import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';

export const Subscription: SubscriptionResolvers = {
  eventChanged: (_, { id }, { load }) => load.event.load(id),
};
