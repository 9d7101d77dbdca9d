import type pg from 'pg';

/** What a bus has carried, and what of it somebody has still to take in. */
export interface Traffic {
  readonly published: number;
  readonly unread: number;
}

const TRAFFIC = `
  SELECT (SELECT coalesce(sum(next_offset), 0) FROM bus.head) AS published,
    (SELECT coalesce(sum(head.next_offset - reader.next_offset), 0)
     FROM bus.group_offset AS reader JOIN bus.head AS head USING (topic, partition)) AS unread`;

const BEHIND = `
  SELECT EXISTS (
    SELECT FROM bus.head LEFT JOIN bus.group_offset AS reader
      ON reader.consumer_group = $1 AND reader.topic = head.topic AND reader.partition = head.partition
    WHERE head.topic = ANY($2) AND head.next_offset > coalesce(reader.next_offset, 0)
  ) AS behind`;

/** Whether a group has committed everything on these topics. */
export async function isCaughtUp(pool: pg.Pool, group: string, topics: readonly string[]): Promise<boolean> {
  return !(await pool.query<{ behind: boolean }>(BEHIND, [group, topics])).rows[0]?.behind;
}

/** Reads both at one moment. */
export async function readTraffic(pool: pg.Pool): Promise<Traffic> {
  const { rows } = await pool.query<{ published: string; unread: string }>(TRAFFIC);
  return { published: Number(rows[0]?.published), unread: Number(rows[0]?.unread) };
}
