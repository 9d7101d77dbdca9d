/**
 * PostgreSQL, Redis and Apache Kafka for the distributed mode: by Docker Compose where an engine answers, else as
 * processes of this machine (PostgreSQL from npm, redis-server, Kafka from its Maven jars).
 *   npm run services                  start all, print the environment to use
 *   npm run services -- redis kafka   only these
 *   npm run services -- stop          stop them; their data stays in DATA_DIR/services
 * SERVICES=local or SERVICES=docker decides instead of the engine.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { errorMessage, readConfig, readEnvironment } from '@fieldhouse/platform';
import { hasDocker, startContainers, stopContainers } from './services/docker.ts';
import { startLocally, stopLocally } from './services/local.ts';
import { requirePrograms, type Service } from './services/programs.ts';

type Mode = 'docker' | 'local';

const known: readonly Service[] = ['postgres', 'redis', 'kafka'];
const environment = environmentOrEnd();
const home = path.resolve(environment.DATA_DIR || '.data', 'services');
const modeFile = path.join(home, 'mode');

/** A .env that cannot be understood is told in words. */
function environmentOrEnd(): ReturnType<typeof readEnvironment> {
  try {
    return readEnvironment();
  } catch (error) {
    console.error(errorMessage(error));
    process.exit(1);
  }
}

async function start(services: readonly Service[]): Promise<void> {
  const mode = chooseMode();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(modeFile, mode);
  if (mode === 'local') requirePrograms(services);
  console.log(
    `Starting ${services.join(', ')} ${mode === 'docker' ? 'with Docker Compose' : 'as local processes'} ...`,
  );
  const addresses = mode === 'docker' ? startContainers(services) : await startLocally(home, services);
  const { internalSecret, authSecret } = readConfig({ DATA_DIR: home }); // kept there as an embedded club's are
  const file = path.join(home, 'services.env');
  const started = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const all = { ...started, ...addresses, INTERNAL_SECRET: internalSecret, AUTH_SECRET: authSecret };
  writeFileSync(
    file,
    Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o600 },
  );
  console.log(
    `\n${readFileSync(file, 'utf8')}\nThese lines are in ${path.relative('.', file)}; for a shell: set -a; . ${path.relative('.', file)}; set +a`,
  );
}

async function stop(services: readonly Service[]): Promise<void> {
  const mode = existsSync(modeFile) ? readFileSync(modeFile, 'utf8') : 'local';
  if (mode === 'docker') stopContainers(services);
  else await stopLocally(home, services);
  console.log(`Stopped ${services.join(', ')}.`);
}

function chooseMode(): Mode {
  const { SERVICES } = environment;
  if (SERVICES === 'docker' || SERVICES === 'local') return SERVICES;
  return hasDocker() ? 'docker' : 'local';
}

try {
  const [first, ...rest] = process.argv.slice(2);
  const isStop = first === 'stop';
  const named = isStop || first === 'start' ? rest : process.argv.slice(2);
  const unknown = named.filter((name) => !known.some((service) => service === name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. There are ${known.join(', ')}; and stop.`);
  const services = named.length > 0 ? known.filter((service) => named.includes(service)) : known;
  await (isStop ? stop(services) : start(services));
} catch (error) {
  console.error(errorMessage(error));
  process.exitCode = 1;
}
