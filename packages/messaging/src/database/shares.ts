import type { Statements } from './sql.ts';

/** Numbered slots that the members of a group share: the lanes of an outbox, the partitions of a topic. */
export interface Slots {
  readonly name: string;
  readonly count: number;
}

/** The slots that one session holds. */
export interface Shares {
  owned(name: string): readonly number[];
  /** Takes what is free and due, gives back what is too much; true when anything changed. Call it between batches. */
  balance(): Promise<boolean>;
  /** Gives everything back and is no member any more. */
  leave(): Promise<void>;
}

/**
 * Shares slots by session advisory locks: a slot has at most one owner, and a lost session gives up all of its own.
 * Members are counted by a lock that they share, so nobody has to be told how many there are.
 */
export async function joinShares(client: Statements, groups: readonly Slots[]): Promise<Shares> {
  const names = groups.map(({ name }) => name);
  const held = new Map<string, number[]>(names.map((name) => [name, []]));
  await client.query(JOIN, [names]);

  async function adjust({ name, count }: Slots, share: number): Promise<boolean> {
    const own = held.get(name) ?? [];
    const excess = own.slice(share);
    const others = Array.from({ length: count }, (_, slot) => slot).filter((slot) => !own.includes(slot));
    if (excess.length > 0) await client.query(RELEASE, [name, excess]);
    const taken = own.length < share ? await client.query(TAKE, [name, others, share - own.length]) : { rows: [] };
    held.set(name, [...own.slice(0, share), ...taken.rows.map(({ slot }) => Number(slot))]);
    return excess.length > 0 || taken.rows.length > 0;
  }

  return {
    owned: (name) => held.get(name) ?? [],
    async balance() {
      const { rows } = await client.query<{ name: string; members: number }>(COUNT, [names]);
      const members = new Map(rows.map((row) => [row.name, row.members]));
      let changed = false;
      for (const group of groups) {
        const share = Math.ceil(group.count / Math.max(1, members.get(group.name) ?? 1));
        changed = (await adjust(group, share)) || changed;
      }
      return changed;
    },
    async leave() {
      for (const [name, own] of held) if (own.length > 0) await client.query(RELEASE, [name, own]);
      held.clear();
      await client.query(PART, [names]);
    },
  };
}

const MEMBERS = `hashtextextended(name || ' members', 0)`;
const SLOT = `hashtextextended($1::text || ' ' || slot, 0)`;

const JOIN = `SELECT pg_advisory_lock_shared(${MEMBERS}) FROM unnest($1::text[]) AS name`;

const PART = `SELECT pg_advisory_unlock_shared(${MEMBERS}) FROM unnest($1::text[]) AS name`;

// A lock on one bigint shows its halves as classid and objid, with objsubid 1.
const COUNT = `
  SELECT name, count(pid)::int AS members
  FROM unnest($1::text[]) AS name
  LEFT JOIN pg_locks ON locktype = 'advisory' AND mode = 'ShareLock' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = ${MEMBERS}
  GROUP BY name`;

const TAKE = `SELECT slot FROM unnest($2::int[]) AS slot WHERE pg_try_advisory_lock(${SLOT}) LIMIT $3`;

const RELEASE = `SELECT pg_advisory_unlock(${SLOT}) FROM unnest($2::int[]) AS slot`;
