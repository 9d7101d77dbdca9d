/** What a resolver of ours can mean by an error. */
const MEANT = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'COST_EXCEEDED',
  'SERVICE_UNAVAILABLE',
] as const;

/** What Apollo Server says of a request that is no valid GraphQL request. */
const OF_REQUESTS = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
] as const;

/** What HTTP says of a request, by status. */
export const OF_HTTP = {
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TIMEOUT: 408,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  EXPECTATION_FAILED: 417,
  MISDIRECTED_REQUEST: 421,
  HEADERS_TOO_LARGE: 431,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;

/** Every code that an error can have. */
export const CODES: readonly string[] = [...new Set([...MEANT, ...OF_REQUESTS, ...Object.keys(OF_HTTP)])];

const meant: ReadonlySet<unknown> = new Set(MEANT);
const ofRequests: ReadonlySet<unknown> = new Set(OF_REQUESTS);

/** Whether a subgraph that gives this code means its message for clients. */
export const isMeant = (code: unknown): boolean => meant.has(code);

/** Whether the code tells that the request itself was malformed, before anything ran. */
export const isOfRequest = (code: unknown): boolean => ofRequests.has(code);

/** The one thing clients learn about a fault of ours. */
export const FAULT = { message: 'Something went wrong', code: 'INTERNAL_SERVER_ERROR' } as const;

/** What clients learn when a part does not answer; which one, the log knows. */
export const UNAVAILABLE = { message: 'Temporarily unavailable', code: 'SERVICE_UNAVAILABLE' } as const;
