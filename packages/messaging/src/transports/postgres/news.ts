import type pg from 'pg';
import { type Coalesced, coalesce } from '../../waiting/coalesce.ts';

/** The channel on which processes tell each other of appended records. */
export const APPENDED = 'bus_records';

const GAP_MILLISECONDS = 5;
const MAX_PAYLOAD = 7_900; // PostgreSQL takes less than 8000 bytes; an empty one means anything

// Durable it need not be: who misses it polls.
const NOTIFY = `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`;

/** What was appended where, one `topic/type` each. */
export type Appended = ReadonlySet<string>;

/** Names one type on one topic. */
export const appendedOf = (topic: string, type: string): string => `${topic}/${type}`;

/** Tells other processes what was appended to which topics. */
export interface News extends Pick<Coalesced, 'stop'> {
  appended(what: Appended): void;
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
    appended(what) {
      for (const one of what) untold.add(one);
      request();
    },
    stop,
  };
}

/** What `spreadNews` told. */
export function readNews(payload: string): { origin: string; appended: Appended } {
  const [origin = '', ...appended] = payload.split(' ');
  return { origin, appended: new Set(appended) };
}
