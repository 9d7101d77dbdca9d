import { defineSubgraph } from '@fieldhouse/kit';
import type { Resources } from './__generated__/database.ts';
import { parts } from './__generated__/parts.ts';
import { ensureFirstAdmin } from './accounts.ts';
import { keepDenyList } from './denials.ts';
import { ensureKeys, publishedKeys } from './keys.ts';
import { refusals } from './refusals.ts';

export default defineSubgraph({
  name: 'auth',
  ...parts,
  atOnce: refusals,
  documents: { '/.well-known/jwks.json': publishedKeys },
  prepare: async (resources: Resources) => {
    await ensureKeys(resources);
    await ensureFirstAdmin(resources);
    await keepDenyList(resources).work();
  },
  upkeep: keepDenyList,
});
