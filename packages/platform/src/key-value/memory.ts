import type { KeyValue } from './key-value.ts';
import { withShortKeys } from './short-keys.ts';

interface Entry {
  value: string;
  readonly expiresAt: number;
}

const SWEEP_MILLISECONDS = 30_000;

/** The keys of one process, gone with it: for running in one process without Redis. */
export function memoryKeyValue(): KeyValue {
  const entries = new Map<string, Entry>();
  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    return entry && entry.expiresAt > now() ? entry : undefined;
  };
  const put = (key: string, value: string, ttlSeconds: number) =>
    void entries.set(key, { value, expiresAt: now() + ttlSeconds * 1000 });
  const sweeper = setInterval(() => {
    for (const [key, { expiresAt }] of entries) if (expiresAt <= now()) entries.delete(key);
  }, SWEEP_MILLISECONDS).unref();

  return withShortKeys({
    isShared: false,
    get: async (key) => live(key)?.value ?? null,
    set: async (key, value, ttlSeconds) => put(key, value, ttlSeconds),
    async add(key, value, ttlSeconds) {
      if (live(key)) return false;
      put(key, value, ttlSeconds);
      return true;
    },
    async increment(key, ttlSeconds) {
      const entry = live(key);
      const count = Number(entry?.value ?? 0) + 1;
      if (entry) entry.value = String(count);
      else put(key, String(count), ttlSeconds);
      return count;
    },
    async secondsLeft(key) {
      const entry = live(key);
      return entry ? Math.max(0, Math.ceil((entry.expiresAt - now()) / 1000)) : 0;
    },
    async delete(...keys) {
      for (const key of keys) entries.delete(key);
    },
    healthy: async () => true,
    async stop() {
      clearInterval(sweeper);
      entries.clear();
    },
  });
}

/** Monotonic, so that a set clock neither ends nor prolongs a ban. */
const now = () => performance.now();
