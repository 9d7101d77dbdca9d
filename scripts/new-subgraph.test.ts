import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { priceListOf } from '@fieldhouse/gateway';
import { readSupergraphFile } from '@fieldhouse/platform';
import { compose } from '../launcher/src/compose.ts';
import { undescribed } from './descriptions.ts';
import { unsizedLists } from './list-sizes.ts';
import { spreadsOutages } from './partial-answers.ts';
import { apiSchemaOf } from './schema-check/api.ts';

const root = join(import.meta.dirname, '..');
let copy: string;

const run = (command: string, args: string[], cwd = copy) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: process.env,
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
  for (const name of readdirSync(join(root, 'packages')))
    symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules/@fieldhouse', name));
  for (const name of ['gateway', 'launcher'])
    symlinkSync(join(copy, name), join(copy, 'node_modules/@fieldhouse', name));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const create = (name: string) => run(process.execPath, ['--import', 'tsx', 'scripts/new-subgraph.ts', name]);

const script = (...args: string[]) => run(process.execPath, ['--import', 'tsx', ...args]);

const inCopy = (file: string) => join(copy, file);

test('new subgraphs compose, type-check, hold to the rules of the house and pass their own tests', () => {
  expect(create('training-plans')).toMatchObject({ status: 0 });
  expect(create('schedules')).toMatchObject({ status: 0 });

  const supergraphSdl = readFileSync(inCopy('supergraph.graphql'), 'utf8');
  expect(supergraphSdl).toBe(compose(readSupergraphFile(inCopy('supergraph.yaml'))));
  expect(undescribed(apiSchemaOf(supergraphSdl))).toEqual([]);
  expect(unsizedLists(apiSchemaOf(supergraphSdl), priceListOf(supergraphSdl))).toEqual([]);
  expect(spreadsOutages(supergraphSdl)).toEqual([]);
  expect(script('scripts/shared-check.ts')).toEqual({ status: 0, output: '' });
  expect(script('scripts/docs.ts', '--check')).toMatchObject({ status: 0 });

  const include = ['subgraphs/training-plans', 'subgraphs/schedules', 'packages/contracts'];
  writeFileSync(inCopy('tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.base.json', include }));
  expect(run('node_modules/.bin/tsc', ['--noEmit', '-p', 'tsconfig.new.json'])).toEqual({ status: 0, output: '' });

  const own = run('npm', ['test'], inCopy('subgraphs/training-plans'));
  expect(own.output).toContain('6 passed, 6 total');
}, 600_000);

test('its own code is short: what is written by hand, blank lines not counted', () => {
  for (const name of ['schedules', 'training-plans']) {
    const folder = join(copy, 'subgraphs', name);
    const [schema = ''] = readFileSync(join(folder, 'schema.graphql'), 'utf8').split('# Written by');
    const files = readdirSync(join(folder, 'src')).filter((file) => file.endsWith('.ts'));
    const texts = [schema, ...files.map((file) => readFileSync(join(folder, 'src', file), 'utf8'))];
    expect(files).toContain('timers.ts');
    expect(texts.flatMap((text) => text.split('\n').filter((line) => line.trim())).length).toBeLessThan(150);
  }
});

test('a name that cannot be is refused with a sentence', () => {
  const { status, output } = create('../evils');
  expect({ status, lines: output.trim().split('\n').length }).toEqual({ status: 2, lines: 1 });
});
