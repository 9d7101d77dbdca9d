import type { Resolvers } from '../__generated__/resolvers.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { Subscription } from './subscription.ts';
import { Attendance, Event, Team } from './types.ts';

export const resolvers: Resolvers = { Query, Mutation, Subscription, Event, Attendance, Team };
