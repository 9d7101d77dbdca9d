/**
 * Why something failed. `outage`: a part that is needed is away for the moment. `conflict`: others were in the way, a lock,
 * a transaction that met another, no connection free in time. Both pass, and nobody's request or message is to blame:
 * trying again later is right. `fault`: it would fail again.
 */
export type Failure = 'outage' | 'conflict' | 'fault';

/** Judges an error of any part (PostgreSQL, Prisma, Redis, Kafka, another subgraph), with all that caused it. */
export function failureOf(error: unknown): Failure {
  const reasons = reasonsIn(error);
  if (reasons.some(isOutage)) return 'outage';
  return reasons.some(({ codes }) => codes.some(isConflictCode)) ? 'conflict' : 'fault';
}

/** The codes in an error and in what caused it. */
export const codesIn = (error: unknown): string[] => reasonsIn(error).flatMap(({ codes }) => codes);

// SQLSTATE: connection, login, resources, shutdown, a missing database, a server that became a standby.
const OUTAGE_STATES = /^(08...|28...|3D000|53...|57P0.|25006)$/;
const OUTAGE_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2037'], // Prisma: cannot reach or enter, too many
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'], // Prisma's adapter
  'SERVICE_UNAVAILABLE', // another subgraph, or what it needs
]);
const OUTAGE_MESSAGES = [
  // node-postgres gives these no code.
  /^(Connection terminated|Client has encountered a connection error|Client was closed and is not queryable)/,
  /^(Cannot use a pool after calling end|Query read timeout|timeout exceeded when trying to connect)/,
  // ioredis, and Redis itself while it starts, fails over or is full.
  /^(Connection is closed|Command timed out|Socket timeout|Stream isn't writeable)/,
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|OOM|BUSY) /,
];
const OUTAGE_NAMES = /^(MaxRetriesPerRequestError|TimeoutError|KafkaJS(NumberOfRetriesExceeded|(Lock)?Timeout))$/;

const isOutage = ({ codes, message, name, isRetriable }: Reason): boolean =>
  codes.some((code) => OUTAGE_CODES.has(code) || OUTAGE_STATES.test(code) || code.startsWith('UND_ERR_')) ||
  OUTAGE_MESSAGES.some((known) => known.test(message)) ||
  OUTAGE_NAMES.test(name) ||
  (isRetriable && name.startsWith('KafkaJS'));

// SQLSTATE: gave way to another transaction, waited too long for a lock, a statement or the next one. Prisma: no
// connection or transaction in time.
const CONFLICT_STATES = /^(40001|40003|40P01|55P03|57014|25P03|25P04)$/;
const CONFLICT_CODES = new Set(['P2024', 'P2028', 'P2034']);

const isConflictCode = (code: string): boolean => CONFLICT_CODES.has(code) || CONFLICT_STATES.test(code);

interface Reason {
  readonly codes: readonly string[];
  readonly message: string;
  readonly name: string;
  readonly isRetriable: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Down to the cause; Prisma's adapter hands the database's code on as `originalCode`, a GraphQL error in its extensions. */
function reasonsIn(error: unknown, depth = 0): Reason[] {
  if (typeof error !== 'object' || error === null || depth > 6) return [];
  const { code, originalCode, kind, message, name, retriable } = error as Record<string, unknown>;
  const { cause, meta, driverAdapterError, extensions, originalError } = error as Record<string, unknown>;
  const codes = [code, originalCode, kind].filter((value) => typeof value === 'string');
  const own = { codes, message: text(message), name: text(name), isRetriable: retriable === true };
  const inner = [cause, meta, driverAdapterError, extensions, originalError];
  return [own, ...inner.flatMap((it) => reasonsIn(it, depth + 1))];
}
