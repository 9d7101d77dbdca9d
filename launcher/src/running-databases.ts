import { existsSync, readFileSync } from 'node:fs';
import { type Config, databaseUrlOf, readConfig, readEnvironment } from '@fieldhouse/platform';
import { urlFile } from './infrastructure.ts';
import { servicesEnvironment } from './services-environment.ts';

/** The configuration of the club that a command beside it means: an embedded one that runs, or the one on services. */
export function runningConfig(): Config {
  const own = readEnvironment();
  return readConfig(existsSync(urlFile(own.DATA_DIR || '.data')) ? own : servicesEnvironment());
}

/** Where a subgraph's database is. A running embedded club says itself where its databases are. */
export function runningDatabaseUrl(name: string, config: Config): string {
  const known = databaseUrlOf(config, name);
  if (known) return known;
  const url = new URL(readFileSync(urlFile(config.dataDir), 'utf8'));
  url.pathname = name;
  return url.href;
}
