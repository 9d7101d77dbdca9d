import { copiedPeople, defineSubgraph } from '@fieldhouse/kit';
import { PrismaClient } from './__generated__/prisma/client.ts';
import { copiedPlaces, copiedTeams } from './copies.ts';
import { loaders } from './loaders.ts';
import { policies } from './policy.ts';
import { reactions } from './reactions.ts';
import { resolvers } from './resolvers/index.ts';

export default defineSubgraph({
  name: 'events',
  schema: new URL('../schema.graphql', import.meta.url),
  database: PrismaClient,
  loaders,
  resolvers,
  policies,
  copies: [copiedPeople, copiedTeams, copiedPlaces],
  reactions,
});
