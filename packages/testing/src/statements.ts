import pg from 'pg';

/** Counts SQL statements, by database, as they leave for the server. The relay's, the consumer's and the inbox's own are not counted. */
const counts = new Map<string, string[]>();
const send = pg.Client.prototype.query;

// An instrument, not a stand-in: every call goes through unchanged.
pg.Client.prototype.query = function counted(this: pg.Client & { database?: string }, ...call: unknown[]) {
  const [query] = call as [string | { text?: string }];
  const text = typeof query === 'string' ? query : (query?.text ?? '');
  if (this.database && !/\bmessaging\.|\bpg_locks\b|^(LISTEN|SELECT pg_|SELECT 1$)/i.test(text))
    counts.get(this.database)?.push(text);
  return Reflect.apply(send, this, call);
} as typeof send;

/** The statements that reach one database while `work` runs. */
export async function statementsDuring(databaseUrl: string, work: () => Promise<unknown>): Promise<readonly string[]> {
  const database = new URL(databaseUrl).pathname.slice(1);
  counts.set(database, []);
  await work();
  const seen = counts.get(database) ?? [];
  counts.delete(database);
  return seen;
}
