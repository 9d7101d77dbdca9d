import type { Reader } from './reader.ts';
import type { Subject } from './subjects.ts';
import type { Watch } from './watch.ts';

/** All that is looked at. */
export interface Watches<R extends Reader> {
  readonly get: (key: string) => Watch<R> | undefined;
  /** Keeps one that is about these, until nobody asks any longer. */
  readonly keep: <W extends Watch<R>>(
    key: string,
    subjects: readonly Subject[],
    make: (abandoned: () => void) => W,
  ) => W;
  readonly about: (subject: Subject) => Iterable<Watch<R>>;
  readonly all: () => Iterable<Watch<R>>;
  readonly size: () => number;
}

/** Finds what is looked at by its key, and by what it is about. */
export function indexedWatches<R extends Reader>(): Watches<R> {
  const byKey = new Map<string, Watch<R>>();
  const bySubject = new Map<string, Set<Watch<R>>>();
  return {
    get: (key) => byKey.get(key),
    keep: (key, subjects, make) => {
      const names = subjects.map(nameOf);
      const watch = make(() => {
        byKey.delete(key);
        for (const name of names) if (removed(bySubject.get(name), watch)) bySubject.delete(name);
      });
      byKey.set(key, watch);
      for (const name of names) bySubject.set(name, (bySubject.get(name) ?? new Set()).add(watch));
      return watch;
    },
    about: (subject) => bySubject.get(nameOf(subject)) ?? [],
    all: () => byKey.values(),
    size: () => byKey.size,
  };
}

const nameOf = ({ type, id }: Subject): string => `${type} ${id}`;

/** Takes it out; true where nothing is left. */
function removed<T>(all: Set<T> | undefined, one: T): boolean {
  all?.delete(one);
  return all?.size === 0;
}
