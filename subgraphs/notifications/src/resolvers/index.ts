import type { Resolvers } from '../__generated__/resolvers.ts';
import { inboxMutations } from './inbox.ts';
import { preferenceMutations } from './preferences.ts';
import { Query } from './query.ts';
import { ReachMutation, ReachQuery, ReachUser } from './reach.ts';
import { reminderMutations } from './reminders.ts';
import { sendingMutations } from './sending.ts';
import { Subscription } from './subscription.ts';
import * as types from './types.ts';

export const resolvers: Resolvers = {
  Query: { ...Query, ...ReachQuery },
  Subscription,
  Mutation: { ...inboxMutations, ...preferenceMutations, ...reminderMutations, ...sendingMutations, ...ReachMutation },
  ...types,
  User: { ...types.User, ...ReachUser },
};
