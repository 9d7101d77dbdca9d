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
  const kept = new Map<string, Map<string, number>>();
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
    numbers: async (key, names) => names.map((name) => kept.get(key)?.get(name) ?? null),
    allNumbers: async (key) => new Map(kept.get(key)),
    async raiseNumbers(key, numbers) {
      const known = kept.get(key) ?? new Map<string, number>();
      kept.set(key, known);
      for (const [name, number] of numbers) known.set(name, Math.max(number, known.get(name) ?? number));
    },
    async deleteNumbers(key, names) {
      for (const name of names) kept.get(key)?.delete(name);
    },
    healthy: async () => true,
    async stop() {
      clearInterval(sweeper);
      entries.clear();
      kept.clear();
    },
  });
}

/** Monotonic, so that a set clock neither ends nor prolongs a ban. */
const now = () => performance.now();
