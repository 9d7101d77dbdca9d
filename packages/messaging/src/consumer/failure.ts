import { codesIn, errorMessage, isOutage } from '@fieldhouse/platform';
import type pg from 'pg';

/**
 * Why a reaction failed. `outage`: something it needs is away, which is not the message's fault, so waiting is right.
 * `conflict`: two transactions met and this one gave way, so trying again helps. `fault`: the message and the reaction do not go together.
 */
export type Failure = 'outage' | 'conflict' | 'fault';

// P2028: Prisma found no connection in time, or the transaction took too long: more often load than a message's fault.
const CONFLICT_CODES = new Set(['40001', '40P01', '55P03', 'P2034', 'P2028']);

/** Judges by what the error and its causes say, and by asking the database whether it is there. */
export async function failureOf(error: unknown, pool: pg.Pool): Promise<Failure> {
  if (isOutage(error)) return 'outage';
  if (codesIn(error).some((code) => CONFLICT_CODES.has(code))) return 'conflict';
  return (await answers(pool)) ? 'fault' : 'outage';
}

const answers = (pool: pg.Pool): Promise<boolean> =>
  pool.query('SELECT 1').then(
    () => true,
    () => false,
  );

/** For people who look at a dead letter. */
export const describeFailure = (error: unknown): string =>
  [...new Set(codesIn(error)), errorMessage(error).replaceAll('\0', '')].join(' ').slice(0, 4_000);
