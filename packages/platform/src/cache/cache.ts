import { performance } from 'node:perf_hooks';
import type { KeyValue } from '../key-value/key-value.ts';
import type { Logger } from '../log.ts';
import type { Signals } from '../signals/signals.ts';
import { createFlights } from './flights.ts';
import { createNearby } from './nearby.ts';
import { createShared } from './shared.ts';

/** How long an answer counts. */
export interface Freshness {
  /** For so long it is given without a question. */
  readonly freshMs: number;
  /** For so long after that it is still given, while a new one is loaded. */
  readonly staleMs: number;
  /** What it depends on: aggregates' ids and events' names. A signal that names one of them ends it, as does its own key. */
  readonly tags?: readonly string[];
}

/**
 * Answers from memory, else from Redis where there is one, else by `load`, which runs once for all who wait for the same
 * key. What it returns is what JSON makes of it. Errors are not kept; a load that hangs ends as SERVICE_UNAVAILABLE.
 */
export type Cached = <T>(key: string, freshness: Freshness, load: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** What was loaded with effort and may be given again for a while. */
export interface Cache {
  readonly cached: Cached;
  /** Ends what has one of these keys or tags, in every process. */
  invalidate(...tags: readonly string[]): Promise<void>;
  /** What this process asked it since it was opened. */
  use(): CacheUse;
  stop(): void;
}

/** How much a cache has saved. */
export interface CacheUse {
  readonly asked: number;
  /** For how many of these nobody had an answer, nor was about to. */
  readonly loaded: number;
}

/** What a cache works with, and how far it goes. */
export interface CacheOptions {
  /** Keeps keys of several caches apart. */
  readonly name: string;
  readonly store: KeyValue;
  readonly signals: Signals;
  readonly log: Logger;
  /** Of all answers in this process, as JSON. */
  readonly maxBytes?: number;
  readonly loadTimeoutMs?: number;
  /** Loads at one time; whoever comes beyond that is refused, as what they lead to is overloaded already. */
  readonly maxLoads?: number;
}

/** The signal of `invalidate`. */
const INVALIDATED = 'CacheInvalidated';

/** Opens a cache. */
export async function openCache(options: CacheOptions): Promise<Cache> {
  const { name, store, signals, log, maxBytes = 32 * 1024 * 1024, loadTimeoutMs = 5_000, maxLoads = 100 } = options;
  const nearby = createNearby(maxBytes);
  const shared = createShared(name, store);
  const flights = createFlights({ loadTimeoutMs, maxLoads });
  let asked = 0;
  let loaded = 0;

  async function forget(tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      nearby.forget(tag);
      flights.disown(tag);
    }
    await shared.forget(tags);
  }

  const listening = await signals.listen({
    hear: ({ type, id }) => forget(type === INVALIDATED ? [id] : [type, id]),
    missed: async () => {
      nearby.clear();
      flights.disownAll();
      await shared.forgetAll();
    },
  });

  const fly = (
    key: string,
    { freshMs, staleMs, tags = [] }: Freshness,
    load: (signal: AbortSignal) => Promise<unknown>,
  ) =>
    flights.join(key, [key, ...tags], async (isOwned, within) => {
      const place = await shared.read(key, [key, ...tags]);
      const found = place.found && place.found.ageMs < freshMs ? place.found : null;
      if (!found) loaded++;
      const text = found?.text ?? JSON.stringify((await within(load)) ?? null);
      if (!isOwned()) return text; // it may be older than what ended it
      const at = performance.now() - (found?.ageMs ?? 0);
      nearby.put(key, { text, tags: [key, ...tags], freshUntil: at + freshMs, staleUntil: at + freshMs + staleMs });
      if (!found) place.write(text, freshMs).catch(() => undefined); // the store tells of its outages itself
      return text;
    });

  return {
    async cached(key, freshness, load) {
      asked++;
      const now = performance.now();
      const known = nearby.get(key);
      if (known && now < known.freshUntil) return JSON.parse(known.text);
      const flight = fly(key, freshness, load);
      if (!known || now >= known.staleUntil) return JSON.parse(await flight);
      flight.catch((error: unknown) => log.warn({ error, cache: name, key }, 'not renewed, the stale answer stays'));
      return JSON.parse(known.text);
    },
    async invalidate(...tags) {
      await forget(tags);
      await signals.publish(tags.map((id) => ({ type: INVALIDATED, id, version: 0 })));
    },
    use: () => ({ asked, loaded }),
    stop: () => listening.stop(),
  };
}
