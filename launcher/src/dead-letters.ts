/**
 * `npm run dead-letters`: events that a reaction refused.
 *   npm run dead-letters -- list                 all of them, by subgraph
 *   npm run dead-letters -- replay teams         asks teams to take all of its own in again; it does within a second
 *   npm run dead-letters -- replay teams <id>... only these
 */
import { existsSync, readFileSync } from 'node:fs';
import { deadLetters } from '@fieldhouse/messaging';
import { databaseUrlOf, errorMessage, readConfig, readEnvironment, readSupergraphFile } from '@fieldhouse/platform';
import pg from 'pg';
import { urlFile } from './infrastructure.ts';
import { servicesEnvironment } from './services-environment.ts';

const own = readEnvironment();
const isEmbedded = existsSync(urlFile(own.DATA_DIR || '.data'));
const config = readConfig(isEmbedded ? own : servicesEnvironment());
const subgraphs = readSupergraphFile().map(({ name }) => name);

/** A running embedded club says itself where its databases are. */
function databaseUrl(name: string): string {
  const configured = databaseUrlOf(config, name);
  if (configured) return configured;
  const url = new URL(readFileSync(urlFile(config.dataDir), 'utf8'));
  url.pathname = name;
  return url.href;
}

async function among<T>(name: string, work: (letters: ReturnType<typeof deadLetters>) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl(name), max: 1 });
  try {
    return await work(deadLetters(pool));
  } finally {
    await pool.end();
  }
}

async function list(): Promise<void> {
  for (const name of subgraphs) {
    const letters = await among(name, (all) => all.list());
    process.stdout.write(`${name}: ${letters.length || 'none'}\n`);
    for (const { message, error, attempts, failedAt, replayRequestedAt } of letters) {
      const waiting = replayRequestedAt ? ', replay asked for' : '';
      process.stdout.write(
        `  ${message.id}  ${message.type} of ${message.key}, ${attempts} attempts until ${failedAt.toISOString()}${waiting}\n    ${error.replace(/\s+/g, ' ')}\n`,
      );
    }
  }
}

async function replay(name: string, ids: readonly string[]): Promise<void> {
  if (!subgraphs.includes(name)) throw new Error(`Say whose: ${subgraphs.join(' | ')}`);
  const count = await among(name, (all) => all.replay(ids.length > 0 ? ids : 'all'));
  process.stdout.write(`${count} asked for; ${name} takes them in as soon as it runs\n`);
}

const [command = 'list', name = '', ...ids] = process.argv.slice(2);
try {
  if (command === 'list') await list();
  else if (command === 'replay') await replay(name, ids);
  else throw new Error('Say what: list | replay <subgraph> [ids]');
} catch (error) {
  const isStopped = (error as { code?: string }).code === 'ENOENT';
  process.stderr.write(`${isStopped ? 'No club is running on this DATA_DIR: start it first' : errorMessage(error)}\n`);
  process.exitCode = 1;
}
