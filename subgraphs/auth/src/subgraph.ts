import { defineSubgraph } from '@fieldhouse/kit';
import type { Resources } from './__generated__/database.ts';
import { PrismaClient } from './__generated__/prisma/client.ts';
import { ensureFirstAdmin } from './accounts.ts';
import { keepDenyList } from './denials.ts';
import { ensureKeys, publishedKeys } from './keys.ts';
import { loaders } from './loaders.ts';
import { policies } from './policy.ts';
import { reactions } from './reactions.ts';
import { refusals } from './refusals.ts';
import { resolvers } from './resolvers/index.ts';
import { settings } from './settings.ts';

export default defineSubgraph({
  name: 'auth',
  schema: new URL('../schema.graphql', import.meta.url),
  database: PrismaClient,
  loaders,
  resolvers,
  policies,
  reactions,
  settings,
  atOnce: refusals,
  documents: { '/.well-known/jwks.json': publishedKeys },
  prepare: async (resources: Resources) => {
    await ensureKeys(resources);
    await ensureFirstAdmin(resources);
    await keepDenyList(resources).work();
  },
  upkeep: keepDenyList,
});
