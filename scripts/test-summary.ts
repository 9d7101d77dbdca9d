import { join, relative, sep } from 'node:path';

/** What Jest tells of a test file. */
export interface Suite {
  readonly testFilePath: string;
  readonly failureMessage?: string | null;
  readonly perfStats: { readonly runtime: number };
}

const root = join(import.meta.dirname, '..');

/** The lines that a workspace's failures may take; which tests failed is said beyond them. */
const MOST_LINES = 150;

/** Jest's reporter for `npm test`: says last what failed, and what each workspace took. */
export default class TestSummary {
  onRunComplete(_contexts: unknown, { testResults }: { readonly testResults: readonly Suite[] }): void {
    process.stdout.write(`${failuresOf(testResults)}\n${timesOf(testResults)}`);
  }
}

/** The failing suites and tests with their messages, by workspace. */
export function failuresOf(suites: readonly Suite[]): string {
  const failed = suites.flatMap(({ testFilePath, failureMessage }) =>
    failureMessage ? [{ testFilePath, text: `FAIL ${relative(root, testFilePath)}\n${failureMessage}\n` }] : [],
  );
  return byWorkspace(failed)
    .map(([, those]) => `\n${shortened(those.map(({ text }) => text).join(''))}\n`)
    .join('');
}

/** What the suites of each workspace took together, the longest first, and whether one failed. */
export function timesOf(suites: readonly Suite[]): string {
  return byWorkspace(suites)
    .map(([name, those]) => ({
      name,
      seconds: those.reduce((sum, { perfStats }) => sum + perfStats.runtime, 0) / 1000,
      failed: those.some(({ failureMessage }) => failureMessage) ? '  failed' : '',
    }))
    .sort((one, other) => other.seconds - one.seconds)
    .map(({ name, seconds, failed }) => `${seconds.toFixed(1).padStart(8)} s  ${name}${failed}\n`)
    .join('');
}

function byWorkspace<S extends Pick<Suite, 'testFilePath'>>(suites: readonly S[]): [string, S[]][] {
  const found = new Map<string, S[]>();
  for (const suite of suites) {
    const workspace = workspaceOf(suite.testFilePath);
    found.set(workspace, [...(found.get(workspace) ?? []), suite]);
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The folder of a workspace: `gateway`, or `subgraphs/teams`. */
function workspaceOf(file: string): string {
  const [folder = '', name = ''] = relative(root, file).split(sep);
  return ['gateway', 'scripts'].includes(folder) ? folder : `${folder}/${name}`;
}

function shortened(text: string): string {
  const lines = text.trimEnd().split('\n');
  const kept = lines.filter((line, at) => at < MOST_LINES || /FAIL |● /.test(line));
  const missing = lines.length - kept.length;
  return [...kept, ...(missing ? [`… ${missing} lines more above, where the tests ran`] : [])].join('\n');
}
