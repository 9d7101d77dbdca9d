import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
let copy: string;

const run = (command: string, args: string[], cwd = copy) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, TEST_POSTGRES_URL: '' },
  });
  return { status, output: `${stdout}${stderr}` };
};

/** The repository as git sees it, with generated code; packages of others are shared, our own are the copy's. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'fieldhouse-new-'));
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).stdout;
  const generated = spawnSync('git', ['ls-files', '-o', '-i', '--exclude-standard', '--', '**/__generated__/**'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout;
  const files = `${listed}${generated}`.split('\n').filter((file) => file && !file.includes('node_modules'));
  // Git lists what was deleted and not committed, too.
  for (const file of files.filter((file) => existsSync(join(root, file)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  mkdirSync(join(copy, 'node_modules/@fieldhouse'), { recursive: true });
  const others = spawnSync('ls', ['-A', join(root, 'node_modules')], { encoding: 'utf8' }).stdout.split('\n');
  for (const name of others.filter((it) => it && it !== '@fieldhouse'))
    symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  for (const name of ['contracts', 'kit', 'messaging', 'platform', 'testing'])
    symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules/@fieldhouse', name));
  for (const name of ['gateway', 'launcher'])
    symlinkSync(join(copy, name), join(copy, 'node_modules/@fieldhouse', name));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const create = (name: string) => run(process.execPath, ['--import', 'tsx', 'scripts/new-subgraph.ts', name]);

test('a new subgraph composes, type-checks and passes its own test', () => {
  expect(create('venues')).toMatchObject({ status: 0 });
  expect(run('node_modules/.bin/tsc', ['--noEmit', '-p', '.'])).toEqual({ status: 0, output: '' });
  expect(run(process.execPath, ['--import', 'tsx', 'scripts/compose.ts', '--check'])).toMatchObject({ status: 0 });
  const own = run('npm', ['test'], join(copy, 'subgraphs/venues'));
  expect(own.output).toContain('3 passed, 3 total');
}, 90_000);

test.each(['teams', 'Venues', 'venue', '../evils', ''])('the name %p is refused', (name) => {
  expect(create(name).status).toBe(2);
});
