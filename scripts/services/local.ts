import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@fieldhouse/platform';
import { type Background, isRunning, startInBackground, stopBackground } from './background.ts';
import { broker, startKafka } from './kafka.ts';
import { isFree } from './ports.ts';
import type { Service } from './programs.ts';

const keeper = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

const preferred: Record<Service, number> = { postgres: 15_432, redis: 16_379, kafka: 19_092 };

/** Starts the services as processes of this machine; returns the environment that reaches them. */
export async function startLocally(home: string, services: readonly Service[]): Promise<Record<string, string>> {
  const started = services.map(async (service) =>
    start[service](path.join(home, service), await portOf(home, service)),
  );
  return Object.assign({}, ...(await Promise.all(started)));
}

/** Stops those processes; their data stays. */
export async function stopLocally(home: string, services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => stopBackground(program[service](path.join(home, service)))));
}

const program: Record<Service, (directory: string) => Background> = {
  postgres: (directory) => ({ name: 'postgres-keeper', directory }),
  redis: (directory) => ({ name: 'redis', directory }),
  kafka: broker,
};

const start: Record<Service, (directory: string, port: number) => Promise<Record<string, string>>> = {
  async postgres(directory, port) {
    const url = path.join(directory, 'url');
    if (!isRunning(program.postgres(directory))) rmSync(url, { force: true });
    const command = [process.execPath, '--import', tsx, keeper, directory, String(port)];
    await startInBackground(program.postgres(directory), command, async () => existsSync(url));
    return { DATABASE_URL: readFileSync(url, 'utf8') };
  },
  async redis(directory, port) {
    const options = { port, bind: '127.0.0.1', dir: directory, save: '', appendonly: 'yes' };
    const command = [
      'redis-server',
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ];
    await startInBackground(program.redis(directory), command, () => isPong(port));
    return { REDIS_URL: `redis://127.0.0.1:${port}` };
  },
  kafka: async (directory, port) => ({ KAFKA_BROKERS: await startKafka(directory, port) }),
};

/** The port of the earlier start, so that what was told stays true; else the preferred one, or any, if it is free. */
async function portOf(home: string, service: Service): Promise<number> {
  const file = path.join(home, `${service}.port`);
  const earlier = existsSync(file) ? Number(readFileSync(file, 'utf8')) : preferred[service];
  const mayStay = isRunning(program[service](path.join(home, service))) || (await isFree(earlier));
  const port = mayStay ? earlier : await freePort();
  writeFileSync(file, String(port));
  return port;
}

async function isPong(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [reply] = await once(socket, 'data');
    return String(reply).startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
