import { copiedPeople, defineSubgraph } from '@fieldhouse/kit';
import { PrismaClient } from './__generated__/prisma/client.ts';
import { announcements } from './announce.ts';
import { loaders } from './loaders.ts';
import { policies } from './policy.ts';
import { reactions } from './reactions.ts';
import { resolvers } from './resolvers/index.ts';

export default defineSubgraph({
  name: 'teams',
  schema: new URL('../schema.graphql', import.meta.url),
  database: PrismaClient,
  loaders,
  resolvers,
  policies,
  copies: [copiedPeople],
  reactions,
  announces: announcements,
});
