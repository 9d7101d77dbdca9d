/** `npm start`: the whole house in this process, on embedded PostgreSQL unless the configuration says otherwise. */
import { createLogger, errorMessage, readConfig, readEnvironment } from '@fieldhouse/platform';
import { forgetHalfSeeded, seedDemo, withDemoAdmin } from './demo/index.ts';
import { layFoundations } from './foundations.ts';
import { openHouse } from './house.ts';
import { untilAskedToStop } from './shutdown.ts';
import { step } from './steps.ts';
import { prepareDatabases, startSubgraphs } from './subgraphs.ts';
import { welcome } from './welcome.ts';

const asked = untilAskedToStop();
const config = withDemoAdmin(readConfig(readEnvironment()));
const log = createLogger({
  level: config.logLevel === 'info' ? 'warn' : config.logLevel,
  pretty: process.stdout.isTTY,
});

process.stdout.write('Fieldhouse\n');
const foundations = await step('PostgreSQL and events', () => layFoundations(config, log));
let running: Awaited<ReturnType<typeof startSubgraphs>> = new Map();
try {
  await forgetHalfSeeded(foundations);
  await step(
    'databases',
    () => prepareDatabases(foundations),
    (applied) => (applied > 0 ? `${applied} migrations applied` : 'up to date'),
  );
  running = await step(
    'subgraphs',
    () => startSubgraphs(foundations),
    (all) => [...all.keys()].sort().join(', '),
  );
  if (config.demoData) await step('demo club', () => seedDemo(foundations, running));
  const gateway = await step('gateway', () => openHouse(foundations, running));
  process.stdout.write(welcome(gateway.url, config));
  process.stdout.write(`\n${await asked}: finishing what is under way\n`);
  await gateway.stop();
} catch (error) {
  process.stderr.write(`\n${errorMessage(error)}\n`);
  process.exitCode = 1;
} finally {
  await Promise.all([...running.values()].map((subgraph) => subgraph.stop()));
  await foundations.stop();
}
process.exit();
