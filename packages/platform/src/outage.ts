// SQLSTATE: connection, resources, shutdown, and a server that became a standby.
const STATES = /^(08...|53...|57P0.|25006)$/;
const CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'], // Prisma: cannot reach, timed out, closed, pool, too many
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'], // Prisma's adapter
  'SERVICE_UNAVAILABLE', // another service
]);
// What node-postgres gives no code.
const MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to con)/;

/** Whether an error says that something needed was away for the moment: then trying again later is right. */
export const isOutage = (error: unknown): boolean =>
  reasonsIn(error).some(({ codes, message }) => codes.some(isOutageCode) || MESSAGES.test(message));

const isOutageCode = (code: string): boolean => CODES.has(code) || STATES.test(code);

// Prisma waited too long for a connection or a transaction, PostgreSQL for a lock: what was begun is undone.
const BUSY = new Set(['P2028', '55P03']);

/** Whether an error says that too much was going on at once. */
export const isOverload = (error: unknown): boolean => codesIn(error).some((code) => BUSY.has(code));

/** The codes in an error and in what caused it. */
export const codesIn = (error: unknown): string[] => reasonsIn(error).flatMap(({ codes }) => codes);

interface Reason {
  readonly codes: readonly string[];
  readonly message: string;
}

/** Down to the cause; Prisma's adapter hands the database's code on as `originalCode`. */
function reasonsIn(error: unknown, depth = 0): Reason[] {
  if (typeof error !== 'object' || error === null || depth > 6) return [];
  const { code, originalCode, kind, message, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  const codes = [code, originalCode, kind].filter((value) => typeof value === 'string');
  const own = { codes, message: typeof message === 'string' ? message : '' };
  return [own, ...[cause, meta, driverAdapterError].flatMap((inner) => reasonsIn(inner, depth + 1))];
}
