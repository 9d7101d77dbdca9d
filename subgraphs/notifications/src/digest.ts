/** What a digest is made of. */
interface Told {
  readonly id: string;
  readonly groupKey: string | null;
  readonly createdAt: Date;
}

/** Notifications of one matter: the latest of them speaks for all. */
export interface Matter<N> {
  readonly latest: N;
  readonly count: number;
}

/** Merges the notifications of one matter; the matter with the latest news comes first. */
export function byMatter<N extends Told>(notifications: readonly N[]): readonly Matter<N>[] {
  const latestFirst = [...notifications].sort(
    (one, other) => other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : -1),
  );
  const matters = new Map<string, Matter<N>>();
  for (const notification of latestFirst) {
    const key = notification.groupKey ?? notification.id;
    const { latest = notification, count = 0 } = matters.get(key) ?? {};
    matters.set(key, { latest, count: count + 1 });
  }
  return [...matters.values()];
}
