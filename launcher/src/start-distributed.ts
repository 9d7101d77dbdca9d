/** `npm run start:distributed`: gateway and every subgraph as processes of their own, on configured services. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { readConfig, readSupergraphFile } from '@fieldhouse/platform';
import { CONFIGURATION_REFUSED, main } from './main.ts';
import { servicesEnvironment } from './services-environment.ts';
import { untilAskedToStop } from './shutdown.ts';

const RESTART_AFTER_MS = 500;

/** A process that is kept running until it is stopped. */
interface Kept {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

type Environment = ReturnType<typeof servicesEnvironment>;

function keep(env: Environment, file: string, name: string, ...args: string[]): Kept {
  const script = new URL(file, import.meta.url).pathname;
  let isStopping = false;
  let child: ChildProcess;
  const run = async (): Promise<void> => {
    while (!isStopping) {
      // A group of its own: Ctrl-C reaches this process, which stops the gateway before the subgraphs.
      const stdio = ['inherit', 'inherit', 'inherit', 'ipc'] as const;
      child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: [...stdio], detached: true, env });
      const [code] = await once(child, 'exit');
      if (isStopping) return;
      if (code === CONFIGURATION_REFUSED) return process.exit(code); // the others see that this one is gone
      process.stderr.write(`${name} ended (${code ?? 'killed'}): starting it again\n`);
      await delay(RESTART_AFTER_MS);
    }
  };
  const ended = run();
  return {
    name,
    stop: async () => {
      isStopping = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

await main(async () => {
  const env = servicesEnvironment();
  readConfig(env, { part: 'gateway' }); // what no process could use is told once
  const asked = untilAskedToStop();
  const subgraphs = readSupergraphFile().map(({ name }) => keep(env, './start-subgraph.ts', name, name));
  const gateway = keep(env, './start-gateway.ts', 'gateway');
  process.stderr.write(`${await asked}: stopping the gateway, then the subgraphs\n`);
  await gateway.stop();
  await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
});
