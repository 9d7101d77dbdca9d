import type { Resolvers } from '../__generated__/resolvers.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { Delivery, Notification, NotificationSubject } from './types.ts';

export const resolvers: Resolvers = { Query, Mutation, Notification, NotificationSubject, Delivery };
