import type { Sql } from '@fieldhouse/messaging';
import type pg from 'pg';

/** Runs work in one transaction without Prisma. Its `tx` answers `sqlOf` and nothing else. */
export async function plainTransaction<T>(pool: pg.Pool, work: (tx: object, sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const { tx, sql } = plainly(client);
  let lost: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(tx, sql);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      lost = failure;
    });
    throw error;
  } finally {
    client.release(lost);
  }
}

/** Runs work whose statements each commit by themselves. Its `tx` answers `sqlOf` and nothing else. */
export const plainStatements = <T>(pool: pg.Pool, work: (tx: object, sql: Sql) => Promise<T>): Promise<T> => {
  const { tx, sql } = plainly(pool);
  return work(tx, sql);
};

function plainly(on: pg.Pool | pg.PoolClient): { tx: object; sql: Sql } {
  const sql: Sql = async (text, values) => (await on.query({ name: nameOf(text), text, values: [...values] })).rows;
  return { sql, tx: { $queryRawUnsafe: (text: string, ...values: unknown[]) => sql(text, values) } };
}

const names = new Map<string, string>();
const MAX_NAMES = 200;

/** Statements that come again are prepared once a connection; there are few of them. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MAX_NAMES) return known;
  const name = `plain-${names.size}`;
  names.set(text, name);
  return name;
}
