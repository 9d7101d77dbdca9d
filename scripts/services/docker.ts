import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Service } from './programs.ts';

const composeFile = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));

/** Whether a Docker engine with Compose answers. */
export function hasDocker(): boolean {
  const works = (...args: string[]) => spawnSync('docker', args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  return works('compose', 'version') && works('info');
}

/** Starts the containers and waits until they are healthy; returns the environment that reaches them. */
export function startContainers(services: readonly Service[]): Record<string, string> {
  compose('up', '--detach', '--wait', ...services);
  return {
    ...(services.includes('postgres') ? { DATABASE_URL: 'postgresql://fieldhouse:fieldhouse@127.0.0.1:5432/' } : {}),
    ...(services.includes('redis') ? { REDIS_URL: 'redis://127.0.0.1:6379' } : {}),
    ...(services.includes('kafka') ? { KAFKA_BROKERS: '127.0.0.1:9092' } : {}),
  };
}

/** Stops the containers; their data stays. */
export function stopContainers(services: readonly Service[]): void {
  compose('stop', ...services);
}

function compose(...args: string[]): void {
  const { status } = spawnSync('docker', ['compose', '--file', composeFile, '--profile', 'services', ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`docker compose ${args[0]} failed; the lines above say why.`);
}
