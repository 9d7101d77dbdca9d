import { defineSubgraph } from '@fieldhouse/kit';
import type { Resources } from './__generated__/database.ts';
import { parts } from './__generated__/parts.ts';
import { beginToTell } from './hear.ts';
import { ensureSecrets } from './secrets.ts';

export default defineSubgraph({
  name: 'notifications',
  ...parts,
  prepare: async ({ db }: Resources) => {
    await beginToTell(db);
    await ensureSecrets(db);
  },
});
