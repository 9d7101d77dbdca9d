import type { Resolvers } from '../__generated__/resolvers.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { Club, Team, TeamMember, User } from './types.ts';

export const resolvers: Resolvers = { Query, Mutation, Club, Team, TeamMember, User };
