/**
 * `npm run rebuild -- <subgraph>`: brings a subgraph's copies of other domains' rows in line with their owners, who announce
 * them again, while everything runs on. It goes on without this command; called again, the command follows it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { rebuildCopies, rebuildsUnderWay } from '@fieldhouse/kit';
import { errorCode, readSupergraphFile } from '@fieldhouse/platform';
import pg from 'pg';
import { loadSubgraph } from './load-subgraph.ts';
import { main } from './main.ts';
import { runningConfig, runningDatabaseUrl } from './running-databases.ts';

const LOOK_MILLISECONDS = 500;

async function rebuild(name: string): Promise<void> {
  const subgraphs = readSupergraphFile();
  const entry = subgraphs.find((it) => it.name === name);
  if (!entry) throw new Error(`Say which: ${subgraphs.map((it) => it.name).join(' | ')}`);
  const pool = new pg.Pool({ connectionString: runningDatabaseUrl(name, runningConfig()), max: 1 });
  try {
    const topics = await rebuildCopies(pool, await loadSubgraph(entry));
    if (topics.length === 0) process.stdout.write(`${name} keeps no copies\n`);
    await follow(pool);
    for (const topic of topics) process.stdout.write(`${topic}: in line with its owner\n`);
  } finally {
    await pool.end();
  }
}

async function follow(pool: pg.Pool): Promise<void> {
  let told = '';
  for (;;) {
    const underWay = await rebuildsUnderWay(pool);
    if (underWay.length === 0) return;
    const news = underWay
      .map(({ topic, heard, announced }) => `${topic}: ${heard} of ${announced ?? '?'} heard\n`)
      .join('');
    if (news !== told) process.stdout.write(news);
    told = news;
    await delay(LOOK_MILLISECONDS);
  }
}

await main(() =>
  rebuild(process.argv[2] ?? '').catch((cause: unknown) => {
    const isStopped = errorCode(cause) === 'ENOENT';
    throw isStopped ? new Error('No club is running on this DATA_DIR: start it first', { cause }) : cause;
  }),
);
