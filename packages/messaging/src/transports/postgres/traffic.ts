import type pg from 'pg';

/** What a bus has carried, and what of it somebody has still to take in. */
export interface Traffic {
  readonly published: number;
  readonly unread: number;
}

// What a group does not react to it passes over when it looks next: nobody waits for that.
const UNREAD = `
  FROM bus.group_offset AS reader JOIN bus.record AS record
    ON record.topic = reader.topic AND record.partition = reader.partition AND record.record_offset >= reader.next_offset
  WHERE (reader.types IS NULL OR record.type = ANY(reader.types))`;

const TRAFFIC = `
  SELECT (SELECT coalesce(sum(next_offset), 0) FROM bus.head) AS published, (SELECT count(*) ${UNREAD}) AS unread`;

const BEHIND = `SELECT EXISTS (SELECT ${UNREAD} AND reader.consumer_group = $1 AND reader.topic = ANY($2)) AS behind`;

/** Whether a group has committed everything on these topics that it reacts to. */
export async function isCaughtUp(pool: pg.Pool, group: string, topics: readonly string[]): Promise<boolean> {
  return !(await pool.query<{ behind: boolean }>(BEHIND, [group, topics])).rows[0]?.behind;
}

/** Reads both at one moment. */
export async function readTraffic(pool: pg.Pool): Promise<Traffic> {
  const { rows } = await pool.query<{ published: string; unread: string }>(TRAFFIC);
  return { published: Number(rows[0]?.published), unread: Number(rows[0]?.unread) };
}
