import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lines that a workspace's failures may take; which tests failed is said beyond them. */
const MOST_LINES = 150;

/** The failing suites and tests with their messages, by workspace, from the folder where jest.failures.cjs left them. */
export function testFailures(folder: string): string {
  const workspaces = existsSync(folder) ? readdirSync(folder).sort() : [];
  return workspaces.map((workspace) => `\n${shortened(readFileSync(join(folder, workspace), 'utf8'))}\n`).join('');
}

function shortened(text: string): string {
  const lines = text.trimEnd().split('\n');
  const kept = lines.filter((line, at) => at < MOST_LINES || /FAIL |● /.test(line));
  const missing = lines.length - kept.length;
  return [...kept, ...(missing ? [`… ${missing} lines more above, where the tests ran`] : [])].join('\n');
}
