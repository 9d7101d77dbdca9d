import type { Resolvers } from '../__generated__/resolvers.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { Subscription } from './subscription.ts';
import { Club, Team, TeamMember, User } from './types.ts';

export const resolvers: Resolvers = { Query, Mutation, Subscription, Club, Team, TeamMember, User };
