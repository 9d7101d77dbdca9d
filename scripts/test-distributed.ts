/** `npm run test:distributed`: the journeys against gateway and subgraphs in processes of their own, on real services. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { freePort } from '@fieldhouse/platform';

const root = join(import.meta.dirname, '..');
// A folder of their own: journeys leave clubs behind, and an administrator whose password everybody can read.
const dataDir = resolve(process.env.DATA_DIR ?? join(root, '.data', 'journeys'));
const admin = { ADMIN_EMAIL: 'admin@example.org', ADMIN_PASSWORD: 'the-journeys-admin-password' };
const PATIENCE_MS = 60_000;

function npm(args: string[], env: Record<string, string> = {}): void {
  const { status } = spawnSync('npm', args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed`);
}

async function untilReady(url: string, house: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (house.exitCode !== null) throw new Error('the distributed house ended while starting');
    if (Date.now() > deadline) throw new Error(`not ready within ${PATIENCE_MS / 1000} s`);
    await delay(200);
  }
}

npm(['run', '--silent', 'services'], { DATA_DIR: dataDir });
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const services = parseEnv(readFileSync(join(dataDir, 'services', 'services.env'), 'utf8')) as Record<string, string>;
const environment = { ...process.env, ...services, ...admin, PORT: String(port), LOG_LEVEL: 'warn' };
const start = ['--import', 'tsx', join(root, 'launcher/src/start-distributed.ts')];
// With a channel the house notices when this process is killed, and stops.
const stdio = ['inherit', 'inherit', 'inherit', 'ipc'] as const;
// A second gateway: what is announced through one reaches those who subscribe at the other.
const otherPort = await freePort();
const otherUrl = `http://127.0.0.1:${otherPort}`;
const house = spawn(process.execPath, start, { cwd: root, stdio: [...stdio], env: environment });
const other = spawn(process.execPath, ['--import', 'tsx', join(root, 'launcher/src/start-gateway.ts')], {
  ...{ cwd: root, stdio: [...stdio] },
  env: { ...environment, PORT: String(otherPort) },
});
try {
  await Promise.all([untilReady(url, house), untilReady(otherUrl, other)]);
  const journey = { JOURNEY_ADMIN_EMAIL: admin.ADMIN_EMAIL, JOURNEY_ADMIN_PASSWORD: admin.ADMIN_PASSWORD };
  npm(['test', '--workspace', '@fieldhouse/journeys'], {
    ...{ JOURNEY_URL: `${url}/graphql`, JOURNEY_OTHER_URL: `${otherUrl}/graphql` },
    ...journey,
  });
} finally {
  await Promise.all([other, house].map(stopped));
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
