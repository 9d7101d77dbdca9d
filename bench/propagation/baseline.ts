import pg from 'pg';

/** How many transactions of one update and one insert this PostgreSQL commits a second, on as many rows as there are people. */
export async function bareTransactions(url: string, writers: number, count: number, rows: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: writers });
  await pool.query(
    'CREATE TABLE bench_name (id int PRIMARY KEY, name text, version int); CREATE TABLE bench_outbox (seq bigserial PRIMARY KEY, payload jsonb)',
  );
  await pool.query(`INSERT INTO bench_name SELECT id, '', 0 FROM generate_series(1, ${rows}) AS id`);
  let next = 0;
  const writer = async () => {
    while (next < count) {
      const id = (next++ % rows) + 1;
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query('UPDATE bench_name SET name = $2, version = version + 1 WHERE id = $1', [
        id,
        `Person ${next}`,
      ]);
      await client.query('INSERT INTO bench_outbox (payload) VALUES ($1)', [JSON.stringify({ id, next })]);
      await client.query('COMMIT');
      client.release();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: writers }, writer));
  const took = performance.now() - began;
  await pool.query('DROP TABLE bench_name, bench_outbox');
  await pool.end();
  return (count * 1000) / took;
}
