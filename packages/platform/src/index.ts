export { type Cache, type Cached, type CacheOptions, type CacheUse, type Freshness, openCache } from './cache/cache.ts';
export type { CallHeaders } from './clients/call-headers.ts';
export { DEADLINE, deadlineOf, withDeadline } from './clients/deadline.ts';
export { httpClient } from './clients/http-client.ts';
export { BadSignature, createSignatureVerifier, type SignedRequest, signRequest } from './clients/signature.ts';
export { type Signatures, watchSignatures } from './clients/signatures.ts';
export {
  FORWARDED_HEADERS,
  type GraphQLRequestBody,
  type GraphQLResponseBody,
  type SubgraphClient,
} from './clients/subgraph-client.ts';
export { type Config, databaseUrlOf, readConfig, subgraphUrlOf } from './config/config.ts';
export { ConfigurationError } from './config/configuration-error.ts';
export { usualCostLimits } from './config/cost-limits.ts';
export { describeConfig, redactConfig } from './config/describe.ts';
export { readEnvironment } from './config/environment.ts';
export type { Environment } from './config/given.ts';
export { count, duration, oneOf, onOff, url } from './config/kinds.ts';
export {
  ensureOwnNames,
  type Owned,
  type OwnSetting,
  type OwnSettings,
  readOwnSettings,
  type ValuesOf,
} from './config/own-settings.ts';
export { errorCode, errorMessage } from './error-code.ts';
export { codesIn, type Failure, failureOf } from './failure.ts';
export { type HttpHandler, type HttpRequest, type HttpResponse, headersOf, headOf } from './http/exchange.ts';
export { HttpError } from './http/http-error.ts';
export { MOST_WAITING, MOST_WAITING_IN_ALL } from './http/line.ts';
export { jsonError, refuseRaw } from './http/refusal.ts';
export { type HttpServer, startHttpServer } from './http/server.ts';
export type { KeyValue } from './key-value/key-value.ts';
export { memoryKeyValue } from './key-value/memory.ts';
export { redisKeyValue } from './key-value/redis.ts';
export { createLogger, type Logger } from './log.ts';
export { freePort } from './net/free-port.ts';
export { ensureFree, listen } from './net/listening.ts';
export { isPublicAddress } from './net/public-address.ts';
export { ensurePublicHost, NotPublic, PublicAgent, publicLookup } from './net/public-agent.ts';
export { type Outage, watchOutage } from './outages.ts';
export { ensureDatabase } from './postgres/ensure-database.ts';
export { migrate } from './postgres/migrate.ts';
export { closePool, type DatabaseTimeouts, openPool, USUAL_TIMEOUTS } from './postgres/pool.ts';
export { type RunningPostgres, startPostgres } from './postgres/start.ts';
export { isProcessAlive, processIdentity } from './process-identity.ts';
export { ServiceUnavailable } from './service-unavailable.ts';
export { memorySignals } from './signals/memory.ts';
export { redisSignals } from './signals/redis.ts';
export type { Signal, SignalListener, Signals } from './signals/signals.ts';
export { readSupergraphFile, type SubgraphEntry } from './supergraph-file.ts';
export { createTurns, type Turns, turns } from './turns.ts';
export { within } from './within.ts';
