/**
 * `npm run dead-letters`: events that a reaction refused, timers and jobs that failed too often.
 *   npm run dead-letters -- list                 all of them, by subgraph
 *   npm run dead-letters -- replay teams         asks teams to take all of its own in again; it does within a second
 *   npm run dead-letters -- replay teams <id>... only these
 */
import { deadLetters } from '@fieldhouse/messaging';
import { type Config, errorCode, readSupergraphFile } from '@fieldhouse/platform';
import pg from 'pg';
import { main } from './main.ts';
import { runningConfig, runningDatabaseUrl } from './running-databases.ts';

interface Club {
  readonly config: Config;
  readonly subgraphs: readonly string[];
}

async function among<T>(
  name: string,
  { config }: Club,
  work: (letters: ReturnType<typeof deadLetters>) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: runningDatabaseUrl(name, config), max: 1 });
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
  const club = { config: runningConfig(), subgraphs: readSupergraphFile().map((it) => it.name) };
  await (command === 'list' ? list(club) : replay(club, name, ids)).catch((cause: unknown) => {
    const isStopped = errorCode(cause) === 'ENOENT';
    throw isStopped ? new Error('No club is running on this DATA_DIR: start it first', { cause }) : cause;
  });
});
