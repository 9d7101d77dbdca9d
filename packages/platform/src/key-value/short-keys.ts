import { createHash } from 'node:crypto';
import type { KeyValue } from './key-value.ts';

const LONGEST = 200;

/** A key that somebody made long is kept as its digest: what a client sends does not fill the store. */
const short = (key: string): string =>
  key.length <= LONGEST ? key : `sha256:${createHash('sha256').update(key).digest('base64url')}`;

/** The same store under keys of bounded length. */
export const withShortKeys = (store: KeyValue): KeyValue => ({
  ...store,
  get: (key) => store.get(short(key)),
  set: (key, value, ttlSeconds) => store.set(short(key), value, ttlSeconds),
  add: (key, value, ttlSeconds) => store.add(short(key), value, ttlSeconds),
  increment: (key, ttlSeconds) => store.increment(short(key), ttlSeconds),
  secondsLeft: (key) => store.secondsLeft(short(key)),
  numbers: (key, names) => store.numbers(short(key), names.map(short)),
  allNumbers: (key) => store.allNumbers(short(key)),
  raiseNumbers: (key, numbers) =>
    store.raiseNumbers(short(key), new Map([...numbers].map(([name, number]) => [short(name), number]))),
  deleteNumbers: (key, names) => store.deleteNumbers(short(key), names.map(short)),
  delete: (...keys) => store.delete(...keys.map(short)),
});
