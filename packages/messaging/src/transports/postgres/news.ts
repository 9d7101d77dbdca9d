import type pg from 'pg';
import { type Coalesced, coalesce } from '../../waiting/coalesce.ts';

/** The channel on which processes tell each other of appended records. */
export const APPENDED = 'bus_records';

const GAP_MILLISECONDS = 5;
const MAX_PAYLOAD = 7_900; // PostgreSQL takes less than 8000 bytes; an empty one means any topic

// Durable it need not be: who misses it polls.
const NOTIFY = `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`;

/** Tells other processes to which topics something was appended. */
export interface News extends Pick<Coalesced, 'stop'> {
  appended(topics: Iterable<string>): void;
}

/** After the commit, and at most every few milliseconds; `origin` lets the members of this process ignore it. */
export function spreadNews(pool: pg.Pool, origin: string): News {
  const untold = new Set<string>();
  const { request, stop } = coalesce(() => {
    const news = [origin, ...untold].join(' ');
    untold.clear();
    return pool.query(NOTIFY, [APPENDED, news.length < MAX_PAYLOAD ? news : '']);
  }, GAP_MILLISECONDS);
  return {
    appended(topics) {
      for (const topic of topics) untold.add(topic);
      request();
    },
    stop,
  };
}

/** What `spreadNews` told. */
export function readNews(payload: string): { origin: string; topics: ReadonlySet<string> } {
  const [origin = '', ...topics] = payload.split(' ');
  return { origin, topics: new Set(topics) };
}
