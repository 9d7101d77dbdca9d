import type { Logger } from '@fieldhouse/platform';
import type pg from 'pg';
import type { Subscription } from '../../transport.ts';

const TELL_AFTER_DAYS = 7;
const FORGET_AFTER_DAYS = 30;
const REMEMBERED_DAYS = 2 * FORGET_AFTER_DAYS;

const OPEN = 'INSERT INTO bus.open_day (day) VALUES (current_date) ON CONFLICT DO NOTHING';

const OLD_DAYS = 'DELETE FROM bus.open_day WHERE day IN (SELECT day FROM bus.open_day ORDER BY day DESC OFFSET $1)';

const PRESENT = `
  UPDATE bus.group_offset SET seen_on = current_date
  WHERE consumer_group = $1 AND topic = ANY($2) AND seen_on < current_date`;

/** Notes that the bus is open today and that these groups still read. */
export async function noteReaders(pool: pg.Pool, subscriptions: Iterable<Subscription>): Promise<void> {
  await pool.query(OPEN);
  await pool.query(OLD_DAYS, [REMEMBERED_DAYS]);
  for (const { group, topics } of subscriptions) await pool.query(PRESENT, [group, topics]);
}

// Days of a closed house count for nobody.
const ABSENT = `
  SELECT consumer_group AS "group", topic, days, sum(head.next_offset - reader.next_offset)::int AS unread
  FROM bus.group_offset AS reader JOIN bus.head AS head USING (topic, partition),
    LATERAL (SELECT count(*)::int AS days FROM bus.open_day WHERE day > reader.seen_on) AS missed
  WHERE days >= $1 GROUP BY consumer_group, topic, days ORDER BY consumer_group, topic`;

const FORGET = 'DELETE FROM bus.group_offset WHERE consumer_group = $1 AND topic = $2';

interface Absent {
  readonly group: string;
  readonly topic: string;
  readonly days: number;
  readonly unread: number;
}

/**
 * What a group has not read is kept for it, so one that was renamed or removed would keep its topic for ever: it is told
 * of once a day, and after thirty days on which the bus was open and it did not read, it is forgotten. If it comes back
 * after all, it begins with what is still there.
 */
export function absentGroups(pool: pg.Pool, log: Logger): () => Promise<void> {
  const told = new Set<string>();
  return async () => {
    const { rows } = await pool.query<Absent>(ABSENT, [TELL_AFTER_DAYS]);
    for (const absent of rows) {
      if (absent.days >= FORGET_AFTER_DAYS) {
        await pool.query(FORGET, [absent.group, absent.topic]);
        log.warn(absent, 'group forgotten: it did not read for thirty days');
      } else if (!told.has(JSON.stringify(absent))) {
        told.add(JSON.stringify(absent));
        log.warn(
          { ...absent, forgottenIn: FORGET_AFTER_DAYS - absent.days },
          'group does not read, what it misses is kept',
        );
      }
    }
  };
}
