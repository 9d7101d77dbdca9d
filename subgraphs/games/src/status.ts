import type { GamesContext } from './__generated__/context.ts';
import { catalogueOf } from './catalogue.ts';
import { providerIn } from './providers/index.ts';
import { circuitState } from './upstream/circuit.ts';

/** How the catalogue is doing. */
export async function catalogueStatus(context: GamesContext) {
  const { source } = providerIn(context);
  const known = await catalogueOf(context.db, source);
  const { asked, loaded } = context.cache.use();
  return {
    source,
    items: known?.items ?? 0,
    fetchedAt: known?.fetchedAt ?? null,
    nextRefreshAt: known?.nextRefreshAt ?? null,
    circuit: circuitState(known?.circuit, context.now()),
    cacheHitRatio: asked === 0 ? 0 : 1 - loaded / asked,
    lastError: known?.lastError ?? null,
  };
}
