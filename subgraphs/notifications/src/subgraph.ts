import { defineSubgraph } from '@fieldhouse/kit';
import type { Resources } from './__generated__/database.ts';
import { parts } from './__generated__/parts.ts';
import { beginToTell } from './hear.ts';
import { beginToPurge } from './purge.ts';
import { ensureSecrets } from './secrets.ts';

export default defineSubgraph({
  name: 'notifications',
  ...parts,
  prepare: async (resources: Resources) => {
    const { db } = resources;
    await beginToTell(db);
    await beginToPurge(resources);
    await ensureSecrets(db);
  },
});
