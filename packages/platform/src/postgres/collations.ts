import type pg from 'pg';

// Our own collations only: those of the system belong to whoever runs the server.
const OUTDATED = `
  SELECT own.oid::regcollation::text AS name,
    ARRAY(SELECT indexrelid::regclass::text FROM pg_index WHERE own.oid = ANY(indcollation)) AS indexes
  FROM pg_collation AS own
  WHERE own.collnamespace <> 'pg_catalog'::regnamespace AND own.collversion <> pg_collation_actual_version(own.oid)`;

/**
 * Brings indexes in order again whose collation comes from a library that was renewed since: another version of ICU may
 * order names otherwise, and an index in the old order would hide rows.
 */
export async function refreshCollations(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; indexes: string[] }>(OUTDATED);
  for (const { name, indexes } of rows) {
    for (const index of indexes) await client.query(`REINDEX INDEX ${index}`);
    await client.query(`ALTER COLLATION ${name} REFRESH VERSION`);
  }
}
