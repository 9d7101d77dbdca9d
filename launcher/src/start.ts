/** `npm start`: the whole house in this process, on embedded PostgreSQL unless the configuration says otherwise. */
import type { RunningSubgraph } from '@fieldhouse/kit';
import { createLogger, readConfig, readEnvironment } from '@fieldhouse/platform';
import { seedDemo } from './demo/index.ts';
import { type LaidFoundations, layFoundations } from './foundations.ts';
import { openHouse } from './house.ts';
import { main } from './main.ts';
import { untilAskedToStop } from './shutdown.ts';
import { step } from './steps.ts';
import { prepareDatabases, startSubgraphs } from './subgraphs.ts';
import { welcome } from './welcome.ts';

await main(async () => {
  const asked = untilAskedToStop();
  const config = readConfig(readEnvironment());
  // The steps tell how the start goes; the log is for what goes wrong, unless more is asked for.
  const level = config.logLevel === 'info' ? 'warn' : config.logLevel;
  const log = createLogger({ level, pretty: process.stdout.isTTY });
  process.stdout.write('Fieldhouse\n');
  const foundations = await step('PostgreSQL and events', () => layFoundations(config, log));
  try {
    const told = (applied: number) => (applied > 0 ? `${applied} migrations applied` : 'up to date');
    await step('databases', () => prepareDatabases(foundations), told);
    const running = await step(
      'subgraphs',
      () => startSubgraphs(foundations),
      (all) => [...all.keys()].sort().join(', '),
    );
    await serve(foundations, running, asked).finally(() => Promise.all([...running.values()].map((it) => it.stop())));
  } finally {
    await foundations.stop();
  }
});

async function serve(
  foundations: LaidFoundations,
  running: ReadonlyMap<string, RunningSubgraph>,
  asked: Promise<string>,
): Promise<void> {
  const { config } = foundations;
  if (foundations.demo === 'awaited') await step('demo club', () => seedDemo(foundations, running));
  const gateway = await step('gateway', () => openHouse(foundations, running));
  process.stdout.write(welcome(gateway.url, config));
  process.stdout.write(`\n${await asked}: finishing what is under way\n`);
  await gateway.stop();
}
