/** `npm start`: the whole house in this process, on embedded PostgreSQL unless the configuration says otherwise. */
import { createLogger, readConfig, readEnvironment } from '@fieldhouse/platform';
import { forgetHalfSeeded, seedDemo, withDemoAdmin } from './demo/index.ts';
import { layFoundations } from './foundations.ts';
import { openHouse } from './house.ts';
import { prepareDatabases, startSubgraphs } from './subgraphs.ts';
import { untilAskedToStop } from './shutdown.ts';
import { step } from './steps.ts';
import { welcome } from './welcome.ts';

const asked = untilAskedToStop();
const config = withDemoAdmin(readConfig(readEnvironment()));
const log = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, pretty: process.stdout.isTTY });

process.stdout.write('Fieldhouse\n');
const foundations = await step('PostgreSQL and events', () => layFoundations(config, log));
try {
  await forgetHalfSeeded(foundations);
  await step('databases', () => prepareDatabases(foundations), (applied) => (applied > 0 ? `${applied} migrations applied` : 'up to date'));
  const running = await step('subgraphs', () => startSubgraphs(foundations), (all) => [...all.keys()].join(', '));
  if (config.demoData) await step('demo club', () => seedDemo(foundations, running));
  const house = await step('gateway', () => openHouse(foundations, running));
  process.stdout.write(welcome(house.url, config));
  const signal = await asked;
  process.stdout.write(`\n${signal}: finishing what is under way\n`);
  await house.stop();
} finally {
  await foundations.stop();
}
process.exit(0);
