/**
 * Who may import whom, checked over every TypeScript file: rooms meet through the graph, through events and through the
 * packages' front doors, never through each other's insides.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** The packages of ours that each room may import. Tests may use @fieldhouse/testing besides. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'packages/brackets': [],
  'packages/contracts': [],
  'packages/platform': [],
  'packages/messaging': ['contracts', 'platform'],
  'packages/kit': ['contracts', 'messaging', 'platform'],
  'packages/testing': ['gateway', 'kit', 'launcher', 'messaging', 'platform'],
  subgraphs: ['brackets', 'contracts', 'kit', 'platform'],
  gateway: ['contracts', 'kit', 'platform'],
  launcher: ['contracts', 'gateway', 'kit', 'messaging', 'platform'],
  'tests/attack': [],
  'tests/clients': ['testing'],
  'tests/journeys': ['testing'],
  'tests/start': ['testing'],
};

/** A file and what is wrong with one of its imports. */
export interface Trespass {
  readonly file: string;
  readonly message: string;
}

const IMPORT = /(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every room has its own folder: a subgraph each, a package each. */
const roomOf = (file: string): string =>
  /^(?:subgraphs|packages|tests)\/[^/]+/.exec(file)?.[0] ?? file.split('/')[0] ?? '';

/** What is wrong with the imports of one file. */
export function trespasses(file: string, source: string): Trespass[] {
  return [...source.matchAll(IMPORT)].flatMap(([, plain, dynamic]) => {
    const message = complaint(file, plain ?? dynamic ?? '');
    return message ? [{ file, message }] : [];
  });
}

function complaint(file: string, target: string): string | null {
  const room = roomOf(file);
  if (target.startsWith('.')) {
    const inside = roomOf(normalize(join(dirname(file), target)));
    return inside === room || !(room in MAY || room.startsWith('subgraphs/'))
      ? null
      : `reaches into ${inside}: "${target}"`;
  }
  const [, name, rest] = /^@fieldhouse\/([^/]+)(\/.*)?$/.exec(target) ?? [];
  if (!name) return null;
  const allowed = MAY[room] ?? (room.startsWith('subgraphs/') ? MAY.subgraphs : undefined);
  const isTest = /\/test\/|\.test\.ts$/.test(file);
  if (!allowed || room === `packages/${name}` || (isTest && name === 'testing')) return null;
  if (rest) return `reaches into @fieldhouse/${name}: "${target}"`;
  return allowed.includes(name) ? null : `may not import @fieldhouse/${name}`;
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..');
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = stdout.split('\n').filter((file) => file && existsSync(join(root, file)));
  const found = files.flatMap((file) => trespasses(relative('.', file), readFileSync(join(root, file), 'utf8')));
  for (const { file, message } of found) process.stderr.write(`${file}: ${message}\n`);
  process.exit(found.length > 0 ? 1 : 0);
}
