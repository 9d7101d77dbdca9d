import { readFileSync } from 'node:fs';
import pg from 'pg';

/** Runs one statement in whatever transaction the caller is in. */
export type Sql = (text: string, values: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/** What runs statements: a connection, or a share in one. */
export interface Statements {
  query<Row extends pg.QueryResultRow>(
    statement: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<Row>>;
}

/** A connection that many use: their statements wait for each other, as node-postgres wants it. */
export function inTurn(client: pg.Client): Statements {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    query<Row extends pg.QueryResultRow>(statement: string | pg.QueryConfig, values?: unknown[]) {
      const answer = turn.then(() => client.query<Row>(statement, values));
      turn = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** Runs one of the package's SQL files; starts that race wait for each other, for as long as it takes. */
export async function runSqlFile(connectionString: string, file: 'messaging.sql' | 'bus.sql'): Promise<void> {
  const text = readFileSync(new URL(`../../sql/${file}`, import.meta.url), 'utf8');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    // One string is one transaction, so the lock is held until all is there.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('fieldhouse ${file}', 0));\n${text}`);
  } finally {
    await client.end();
  }
}
