import type pg from 'pg';

/** Runs one statement that may take longer than a request would wait, such as the removal of a week; how many rows. */
export async function atLeisure(pool: pg.Pool, text: string, values: unknown[]): Promise<number> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN; SET LOCAL statement_timeout = 0');
    const { rowCount } = await client.query(text, values);
    await client.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
