import { errorMessage } from '@fieldhouse/platform';
import type pg from 'pg';

/**
 * Why a reaction failed. `outage`: something it needs is away, which is not the message's fault, so waiting is right.
 * `conflict`: two transactions met and this one gave way, so trying again helps. `fault`: the message and the reaction do not go together.
 */
export type Failure = 'outage' | 'conflict' | 'fault';

// SQLSTATE: connection, resources, shutdown, and a server that became a standby.
const OUTAGE_STATES = /^(08...|53...|57P0.|25006)$/;
const OUTAGE_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'], // Prisma: cannot reach, timed out, closed, pool, too many
  'SERVICE_UNAVAILABLE', // another service, asked by the reaction
]);
// P2028: Prisma found no connection in time, or the transaction took too long: more often load than a message's fault.
const CONFLICT_CODES = new Set(['40001', '40P01', '55P03', 'P2034', 'P2028']);

/** Judges by the codes in the error and in what caused it, and by asking the database whether it is there. */
export async function failureOf(error: unknown, pool: pg.Pool): Promise<Failure> {
  const codes = codesIn(error);
  if (codes.some((code) => OUTAGE_CODES.has(code) || OUTAGE_STATES.test(code))) return 'outage';
  if (codes.some((code) => CONFLICT_CODES.has(code))) return 'conflict';
  // Drivers report a lost connection in many ways, some without a code.
  return (await answers(pool)) ? 'fault' : 'outage';
}

const answers = (pool: pg.Pool): Promise<boolean> =>
  pool.query('SELECT 1').then(
    () => true,
    () => false,
  );

/** All codes on the way down to the cause; Prisma's adapter hands the database's on as `originalCode`. */
function codesIn(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 6) return [];
  const { code, originalCode, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  const own = [code, originalCode].filter((value) => typeof value === 'string');
  return [...own, ...[cause, meta, driverAdapterError].flatMap((inner) => codesIn(inner, depth + 1))];
}

/** For people who look at a dead letter. */
export const describeFailure = (error: unknown): string =>
  [...new Set(codesIn(error)), errorMessage(error).replaceAll('\0', '')].join(' ').slice(0, 4_000);
