import { setTimeout as delay } from 'node:timers/promises';
import { type Resources, Unavailable } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Catalogue } from './__generated__/prisma/client.ts';
import { catalogueOf } from './catalogue.ts';
import { providerIn } from './providers/index.ts';
import { isDue } from './refresh.ts';

type Asking = Pick<Resources<Database>, 'db' | 'settings' | 'now'>;

const LOOKS_EVERY_MS = 50;
const COLD_MS = 4_000;
const REFRESHED_MS = 8_000;

/** Databases in which there is a catalogue: from then on there always is. */
const filled = new WeakMap<Database, Catalogue['source']>();

/**
 * Resolves once there is a catalogue to answer from. At a first start the job may still be at it: whoever asks waits a
 * moment for that, and asks nobody else. Where it has failed they are refused at once, until it is tried again.
 */
export async function whenThere(resources: Asking): Promise<void> {
  const { db, now } = resources;
  const { source } = providerIn(resources);
  if (filled.get(db) === source) return;
  await looking(COLD_MS, async () => {
    const known = await catalogueOf(db, source);
    if (known?.fetchedAt) filled.set(db, source);
    else if (known && known.failures > 0 && !isDue(known, now()))
      throw new Unavailable('The provider of the games has not answered yet');
    return known?.fetchedAt;
  });
}

/** The catalogue after the next attempt. */
export const whenAttempted = (resources: Asking, before: number): Promise<Catalogue> =>
  looking(REFRESHED_MS, async () => {
    const known = await catalogueOf(resources.db, providerIn(resources).source);
    return known && known.attempts > before ? known : null;
  });

/** Looks until there is something, or for so long. */
async function looking<T>(withinMs: number, look: () => Promise<T | null | undefined>): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Unavailable('The provider of the games takes too long');
    await delay(LOOKS_EVERY_MS);
  }
}
