/**
 * `npm run dead-letters`: events that a reaction refused, timers and jobs that failed too often.
 *   npm run dead-letters -- list                 all of them, by subgraph
 *   npm run dead-letters -- replay teams         asks teams to take all of its own in again; it does within a second
 *   npm run dead-letters -- replay teams <id>... only these
 */
import { existsSync, readFileSync } from 'node:fs';
import { deadLetters } from '@fieldhouse/messaging';
import {
  type Config,
  databaseUrlOf,
  errorCode,
  readConfig,
  readEnvironment,
  readSupergraphFile,
} from '@fieldhouse/platform';
import pg from 'pg';
import { urlFile } from './infrastructure.ts';
import { main } from './main.ts';
import { servicesEnvironment } from './services-environment.ts';

/** The configuration of the club that is meant: an embedded one that runs, or the one on services. */
function configured(): Config {
  const own = readEnvironment();
  return readConfig(existsSync(urlFile(own.DATA_DIR || '.data')) ? own : servicesEnvironment());
}

/** A running embedded club says itself where its databases are. */
function databaseUrl(name: string, config: Config): string {
  const known = databaseUrlOf(config, name);
  if (known) return known;
  const url = new URL(readFileSync(urlFile(config.dataDir), 'utf8'));
  url.pathname = name;
  return url.href;
}

interface Club {
  readonly config: Config;
  readonly subgraphs: readonly string[];
}

async function among<T>(
  name: string,
  { config }: Club,
  work: (letters: ReturnType<typeof deadLetters>) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl(name, config), max: 1 });
  try {
    return await work(deadLetters(pool));
  } finally {
    await pool.end();
  }
}

async function list(club: Club): Promise<void> {
  for (const name of club.subgraphs) {
    const letters = await among(name, club, (all) => all.list());
    process.stdout.write(`${name}: ${letters.length || 'none'}\n`);
    for (const { message, error, attempts, failedAt, replayRequestedAt } of letters) {
      const waiting = replayRequestedAt ? ', replay asked for' : '';
      process.stdout.write(
        `  ${message.id}  ${message.type} of ${message.key}, ${attempts} attempts until ${failedAt.toISOString()}${waiting}\n    ${error.replace(/\s+/g, ' ')}\n`,
      );
    }
  }
}

async function replay(club: Club, name: string, ids: readonly string[]): Promise<void> {
  if (!club.subgraphs.includes(name)) throw new Error(`Say whose: ${club.subgraphs.join(' | ')}`);
  const count = await among(name, club, (all) => all.replay(ids.length > 0 ? ids : 'all'));
  process.stdout.write(`${count} asked for; ${name} takes them in as soon as it runs\n`);
}

await main(async () => {
  const [command = 'list', name = '', ...ids] = process.argv.slice(2);
  if (command !== 'list' && command !== 'replay') throw new Error('Say what: list | replay <subgraph> [ids]');
  const club = { config: configured(), subgraphs: readSupergraphFile().map((it) => it.name) };
  await (command === 'list' ? list(club) : replay(club, name, ids)).catch((cause: unknown) => {
    const isStopped = errorCode(cause) === 'ENOENT';
    throw isStopped ? new Error('No club is running on this DATA_DIR: start it first', { cause }) : cause;
  });
});
