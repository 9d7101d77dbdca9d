import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = new URL('../..', import.meta.url).pathname;
const RUN = join(ROOT, 'scripts/run.cjs');
const TSX = import.meta.resolve('tsx');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fieldhouse-refusals-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** What a start that cannot succeed says, and how it ends. */
async function refused(
  environment: Record<string, string>,
  { flags = [] as string[], cwd = ROOT, file = 'launcher/src/start.ts', args = [] as string[] } = {},
): Promise<{ code: number; said: string }> {
  const entry = join(ROOT, file);
  const program = [...(cwd === ROOT ? [RUN, entry] : ['--import', TSX, entry]), ...args];
  const env = { PATH: process.env.PATH, DATA_DIR: join(directory, 'data'), PORT: '0', ...environment };
  const child = spawn(process.execPath, [...flags, ...program], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, said: said.trim() };
}

describe('a start that cannot succeed says why, naming the setting, and leaves nothing behind', () => {
  test('a port that is taken, before PostgreSQL is made', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, said } = await refused({ PORT: String(port) });
    other.close();
    expect(said).toMatch(new RegExp(`^PORT: ${port} of 127\\.0\\.0\\.1 is taken by another program\\.`));
    expect(code).toBe(78);
    expect(readdirSync(join(directory, 'data'))).toEqual(['secrets.json']);
  });

  test('an address that this machine does not have', async () => {
    expect((await refused({ HOST: '192.0.2.1' })).said).toMatch(/^HOST: 192\.0\.2\.1 is no address of this machine\./);
  });

  test('a data folder that is a file, or lies below one', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    expect((await refused({ DATA_DIR: file })).said).toBe(
      `DATA_DIR: ${file} is a file, not a folder. Set DATA_DIR to a folder of your own.`,
    );
    expect((await refused({ DATA_DIR: join(file, 'below') })).said).toMatch(/^DATA_DIR: .* lies below a file\./);
  });

  (existsSync('/proc') ? test : test.skip)('a data folder where the system makes none', async () => {
    for (const folder of ['/proc/club', '/proc/club/data'])
      expect((await refused({ DATA_DIR: folder })).said).toMatch(/^DATA_DIR: \S+ cannot be made there\./);
  });

  test('a setting that is one domain’s own', async () => {
    const said =
      /^The configuration cannot be used:\n {2}REGISTRATION: .*\n {2}REFRESH_TOKEN_TTL: must be a number with a unit/;
    const wrong = { REGISTRATION: 'maybe', REFRESH_TOKEN_TTL: 'long' };
    const { code, said: together } = await refused(wrong);
    expect({ code, together }).toEqual({ code: 78, together: expect.stringMatching(said) });
    expect(readdirSync(join(directory, 'data'))).toEqual(['secrets.json']);
    const services = {
      DATABASE_URL: 'postgresql://127.0.0.1:1/club',
      INTERNAL_SECRET: 'i'.repeat(40),
      AUTH_SECRET: 'a'.repeat(40),
    };
    const alone = await refused({ ...wrong, ...services }, { file: 'launcher/src/start-subgraph.ts', args: ['auth'] });
    expect(alone).toEqual({ code: 78, said: expect.stringMatching(said) });
  });

  test('a .env that cannot be understood', async () => {
    await writeFile(join(directory, '.env'), 'LOG_LEVEL="warn\n# still the value"\nPORT: 5000\n');
    expect((await refused({}, { cwd: directory })).said).toBe('.env: line 3 is not NAME=value');
    expect(existsSync(join(directory, 'data'))).toBe(false);
  });

  test.each<[string, number, ...string[]]>([
    ['launcher/src/start-distributed.ts', 78],
    ['launcher/src/start-gateway.ts', 78],
    ['launcher/src/start-subgraph.ts', 78, 'teams'],
    ['launcher/src/dead-letters.ts', 78, 'list'],
    ['scripts/services.ts', 1, 'stop'],
  ])('a .env that cannot be understood, wherever it is read: %s', async (file, ends, ...args) => {
    await writeFile(join(directory, '.env'), 'PORT: 5000\n');
    const { code, said } = await refused({}, { cwd: directory, file, args });
    expect([code, said]).toEqual([ends, '.env: line 1 is not NAME=value']);
  });

  test.each([
    ['launcher/src/start-gateway.ts'],
    ['launcher/src/start-subgraph.ts', 'teams'],
    ['launcher/src/dead-letters.ts', 'list'],
  ])('a setting that cannot be, whichever process reads it: %s', async (file, ...args) => {
    const { code, said } = await refused({ MAX_DEPTH: 'deep' }, { file, args });
    expect(code).toBe(78);
    expect(said).toMatch(/^The configuration cannot be used:\n {2}MAX_DEPTH: /);
    expect(said).not.toMatch(/\n\s+at /);
  });

  test('a setting that cannot be, once for all processes: start:distributed', async () => {
    const { code, said } = await refused({ MAX_DEPTH: 'deep' }, { file: 'launcher/src/start-distributed.ts' });
    expect(code).toBe(78);
    expect(said.match(/The configuration cannot be used/g)).toHaveLength(1);
    expect(said).not.toMatch(/\n\s+at /);
  });

  test('a Node.js that is too old, before it reads any TypeScript', async () => {
    const older = join(directory, 'older.cjs');
    await writeFile(older, "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });");
    const { code, said } = await refused({}, { flags: ['--require', older] });
    expect(said).toMatch(/^Fieldhouse needs Node\.js 20\.19\+, 22\.12\+, 24\+; this is 18\.20\.4\./);
    expect(code).toBe(1);
  });
});
