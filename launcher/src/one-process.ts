import { type RunningSubgraph, stopSubgraphs } from '@fieldhouse/kit';
import { type Config, createLogger, readSupergraphFile } from '@fieldhouse/platform';
import { seedDemo } from './demo/index.ts';
import { openHouse } from './house.ts';
import { type LaidInfrastructure, layInfrastructure } from './infrastructure.ts';
import { remembering } from './remembering.ts';
import { step } from './steps.ts';
import { ensureOwnSettings, prepareDatabases, startSubgraphs } from './subgraphs.ts';
import { welcome } from './welcome.ts';

interface Life {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Resolves with the signal that asks to stop. */
  readonly asked: Promise<string>;
}

/** The whole house, from its PostgreSQL to the door, until it is asked to stop. */
export async function live({ config, environment, asked }: Life): Promise<void> {
  await ensureOwnSettings(readSupergraphFile(), environment);
  // The steps tell how the start goes; the log is for what goes wrong, unless more is asked for.
  const level = config.logLevel === 'info' ? 'warn' : config.logLevel;
  const { log, lastCause } = remembering(createLogger({ level, pretty: process.stdout.isTTY }));
  process.stdout.write('Fieldhouse\n');
  const infrastructure = await step('PostgreSQL and events', () => layInfrastructure(config, log, environment));
  try {
    const told = (applied: number) => (applied > 0 ? `${applied} migrations applied` : 'up to date');
    await step('databases', () => prepareDatabases(infrastructure), told);
    const running = await step(
      'subgraphs',
      () => startSubgraphs(infrastructure),
      (all) => [...all.keys()].sort().join(', '),
    );
    const serving = { ...infrastructure, lastCause, asked };
    await serve(serving, running).finally(() => stopSubgraphs(running.values()));
  } finally {
    await infrastructure.stop();
  }
}

interface Serving extends LaidInfrastructure {
  readonly lastCause: () => string | undefined;
  readonly asked: Promise<string>;
}

async function serve(serving: Serving, running: ReadonlyMap<string, RunningSubgraph>): Promise<void> {
  const { asked, config } = serving;
  if (!(await isDemoMade(serving, running))) return;
  const gateway = await step('gateway', () => openHouse(serving, running));
  process.stdout.write(welcome(gateway.url, config));
  process.stdout.write(`\n${await asked}: finishing what is under way\n`);
  await gateway.stop();
}

/** Makes the demo club if this start is to; false when it was asked to stop before that was done. */
async function isDemoMade(serving: Serving, running: ReadonlyMap<string, RunningSubgraph>): Promise<boolean> {
  const { demo, bus, asked } = serving;
  if (demo !== 'awaited' || !bus) return true;
  const stop = new AbortController();
  asked.then((signal) => stop.abort(signal));
  try {
    await step('demo club', (tell) => seedDemo({ ...serving, bus, stopping: stop.signal }, running, tell));
    return true;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stdout.write(`\n${await asked}: the next start makes the demo club from the beginning\n`);
    return false;
  }
}
