import { UserError } from '@fieldhouse/kit';
import type { GamesContext } from './__generated__/context.ts';
import type { Catalogue } from './__generated__/prisma/client.ts';
import { CATALOGUE, catalogueOf } from './catalogue.ts';
import { providerIn } from './providers/index.ts';
import { prepareCatalogue, REFRESH } from './refresh.ts';
import { whenAttempted } from './waiting.ts';

const APART_MS = 10_000;

/** Has the provider asked now, and waits for what comes of it. */
export async function refreshNow(context: GamesContext): Promise<{ ok: boolean }> {
  const { db, now, transact } = context;
  const { source, changes } = providerIn(context);
  if (!changes) {
    await prepareCatalogue(context);
    return { ok: true };
  }
  const known = await catalogueOf(db, source);
  ensureMayAsk(known, now());
  await transact(async (tx, _, { enqueue }) => {
    await tx.catalogue.updateMany({ where: { source }, data: { nextRefreshAt: now() } });
    await enqueue(REFRESH, CATALOGUE);
  });
  const { failures, lastError } = await whenAttempted(context, known?.attempts ?? 0);
  if (failures > 0) throw new UserError('UPSTREAM_UNAVAILABLE', lastError ?? 'The provider does not answer');
  return { ok: true };
}

/** Refuses to ask a provider that was asked a moment ago, or wants to be left alone. */
function ensureMayAsk(known: Catalogue | null, now: Date): void {
  const earliest = Math.max(
    Number(known?.restsUntil ?? 0),
    known?.attemptedAt ? Number(known.attemptedAt) + APART_MS : 0,
  );
  if (earliest > now.getTime())
    throw new UserError('RATE_LIMITED', `The provider may be asked again at ${new Date(earliest).toISOString()}`);
}
