import { codesIn, errorMessage, type Failure, failureOf } from '@fieldhouse/platform';
import type pg from 'pg';

/** Why taking in failed: by what the error says, and a fault is one only while the database itself answers. */
export async function blame(error: unknown, pool: pg.Pool): Promise<Failure> {
  const failure = failureOf(error);
  return failure !== 'fault' || (await answers(pool)) ? failure : 'outage';
}

/** Whether a database does. */
export const answers = (pool: pg.Pool): Promise<boolean> =>
  pool.query('SELECT 1').then(
    () => true,
    () => false,
  );

/** For people who look at a dead letter. */
export const describeFailure = (error: unknown): string =>
  [...new Set(codesIn(error)), errorMessage(error).replaceAll('\0', '')].join(' ').slice(0, 4_000);
