import { defineSubgraph } from '@fieldhouse/kit';
import { PrismaClient } from './__generated__/prisma/client.ts';
import { announcements } from './announce.ts';
import { loaders } from './loaders.ts';
import { policies } from './policy.ts';
import { reactions } from './reactions.ts';
import { resolvers } from './resolvers.ts';
import { services } from './services.ts';
import { timers } from './timers.ts';

export default defineSubgraph({
  name: 'users',
  schema: new URL('../schema.graphql', import.meta.url),
  database: PrismaClient,
  loaders,
  services,
  resolvers,
  policies,
  reactions,
  announces: announcements,
  timers,
});
