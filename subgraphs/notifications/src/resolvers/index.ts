import type { Resolvers } from '../__generated__/resolvers.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { ReachMutation, ReachQuery, ReachUser } from './reach.ts';
import { Delivery, Notification, NotificationSubject } from './types.ts';

export const resolvers: Resolvers = {
  Query: { ...Query, ...ReachQuery },
  Mutation: { ...Mutation, ...ReachMutation },
  Notification,
  NotificationSubject,
  Delivery,
  User: ReachUser,
};
