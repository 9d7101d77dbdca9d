export { errorCode, errorMessage } from './error-code.ts';
export { createLogger, type Logger } from './log.ts';
export { ensureDatabase } from './postgres/ensure-database.ts';
export { migrate } from './postgres/migrate.ts';
export { type RunningPostgres, startPostgres } from './postgres/start.ts';
export { readSupergraphFile, type SubgraphEntry } from './supergraph-file.ts';
