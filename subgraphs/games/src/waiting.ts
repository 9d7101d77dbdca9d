import { setTimeout as delay } from 'node:timers/promises';
import { type Resources, Unavailable } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Catalogue } from './__generated__/prisma/client.ts';
import { catalogueOf } from './catalogue.ts';
import { providerIn } from './providers/index.ts';
import { isDue } from './refresh.ts';

type Asking = Pick<Resources<Database>, 'db' | 'settings' | 'now'>;

const LOOKS_EVERY_MS = 50;
/** Less than the gateway gives a subgraph; a provider that hangs is given up by then, and asked once more. */
const PATIENCE_MS = 8_000;

/** For each database the one look that all who ask wait for; it stays once there is a catalogue, as then there always is. */
const looks = new WeakMap<Database, Promise<unknown>>();

/**
 * Resolves once there is a catalogue to answer from. At a first start the job may still be at it: whoever asks waits a
 * moment for that, and asks nobody else. Where it has failed they are refused at once, until it is tried again.
 */
export async function whenThere(resources: Asking): Promise<void> {
  const { db } = resources;
  const look = looks.get(db) ?? looking(() => fetchedAt(resources));
  looks.set(db, look);
  await look.catch((error: unknown) => {
    if (looks.get(db) === look) looks.delete(db);
    throw error;
  });
}

async function fetchedAt(resources: Asking): Promise<Date | null | undefined> {
  const known = await catalogueOf(resources.db, providerIn(resources).source);
  if (known && !known.fetchedAt && known.failures > 0 && !isDue(known, resources.now()))
    throw new Unavailable('The provider of the games has not answered yet');
  return known?.fetchedAt;
}

/** The catalogue after the next attempt. */
export const whenAttempted = (resources: Asking, before: number): Promise<Catalogue> =>
  looking(async () => {
    const known = await catalogueOf(resources.db, providerIn(resources).source);
    return known && known.attempts > before ? known : null;
  });

/** Looks until there is something. */
async function looking<T>(look: () => Promise<T | null | undefined>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Unavailable('The provider of the games takes too long');
    await delay(LOOKS_EVERY_MS);
  }
}
