/** `npm run start:distributed`: gateway and every subgraph as processes of their own, on configured services. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readEnvironment, readSupergraphFile } from '@fieldhouse/platform';
import { untilAskedToStop } from './shutdown.ts';

// What `npm run services` started, unless the environment says something else.
const { DATA_DIR = '.data' } = process.env;
const env = { ...readEnvironment(join(DATA_DIR, 'services', 'services.env')), ...readEnvironment() };

const script = (name: string) => new URL(name, import.meta.url).pathname;
const start = (file: string, ...args: string[]): ChildProcess =>
  // A group of its own: Ctrl-C reaches this process, which stops the gateway before the subgraphs.
  spawn(process.execPath, ['--import', 'tsx', script(file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
    env,
  });

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

const asked = untilAskedToStop();
const subgraphs = readSupergraphFile().map(({ name }) => start('./start-subgraph.ts', name));
const gateway = start('./start-gateway.ts');
const died = Promise.race(
  [gateway, ...subgraphs].map(async (child) => {
    const [code] = await once(child, 'exit');
    return `a process ended (${code ?? 'killed'})`;
  }),
);
const reason = await Promise.race([asked, died]);
process.stderr.write(`${reason}: stopping the gateway, then the subgraphs\n`);
await stop(gateway);
await Promise.all(subgraphs.map(stop));
process.exit(reason.startsWith('SIG') ? 0 : 1);
