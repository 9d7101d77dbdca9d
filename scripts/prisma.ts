/**
 * Prisma's command line for one domain: `node --import tsx scripts/prisma.ts teams migrate dev --name add_crest`.
 * `generate` needs no schema engine, so none is downloaded for it: any existing file stands in.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Runs the CLI and returns its exit code. */
export function prisma(domain: string, args: readonly string[], stdio: 'inherit' | 'pipe' = 'inherit'): number {
  const cli = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js');
  const engine = args[0] === 'generate' ? { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: join(import.meta.dirname, '..'),
    stdio,
    env: { ...engine, ...process.env, PRISMA_DOMAIN: domain, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  });
  if (status !== 0 && stdio === 'pipe') process.stderr.write(`${stdout}${stderr}`);
  return status ?? 1;
}

if (process.argv[1] === import.meta.filename) {
  const [domain, ...args] = process.argv.slice(2);
  if (!domain || args.length === 0)
    throw new Error('Say which domain and what to do: scripts/prisma.ts teams migrate dev');
  process.exit(prisma(domain, args));
}
