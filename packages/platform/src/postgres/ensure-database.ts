import pg from 'pg';
import { errorCode, errorMessage } from '../error-code.ts';

/** Creates the database that the URL names, unless it is there; true when it was created. */
export async function ensureDatabase(url: string): Promise<boolean> {
  const code = await failureOf(url, 'SELECT 1');
  if (code === undefined) return false;
  const maintenance = new URL(url);
  const name = decodeURIComponent(maintenance.pathname.slice(1));
  maintenance.pathname = '/postgres';
  // From template0, which takes any encoding: a server may have been set up for another one.
  const creation = `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`;
  const refusal = await failureOf(maintenance.href, creation);
  return refusal === undefined;
}

const MISSING_DATABASE = '3D000';
const CREATED_BY_ANOTHER = ['42P04', '23505'];

/** Runs one statement; the expected failures come back as their code, all others are thrown. */
async function failureOf(connectionString: string, statement: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 30_000 });
  try {
    await client.connect().catch((cause: unknown) => {
      if (errorCode(cause) === MISSING_DATABASE) throw cause;
      throw new Error(`PostgreSQL at ${client.host}:${client.port} refuses: ${errorMessage(cause)}`, { cause });
    });
    await client.query(statement);
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    if (code && [MISSING_DATABASE, ...CREATED_BY_ANOTHER].includes(code)) return code;
    throw error;
  } finally {
    await client.end();
  }
}
