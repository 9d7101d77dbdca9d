import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testFailures } from './test-failures.ts';

const root = join(import.meta.dirname, '..');
const Failures = createRequire(import.meta.url)('../jest.failures.cjs');
const folder = mkdtempSync(join(tmpdir(), 'fieldhouse-failures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ran = (workspace: string, suite: string, failureMessage: string | null) => {
  const before = process.env.TEST_FAILURES;
  process.env.TEST_FAILURES = folder;
  const rootDir = join(root, workspace);
  new Failures({ rootDir }).onTestResult({ path: join(rootDir, suite) }, { failureMessage });
  if (before === undefined) delete process.env.TEST_FAILURES;
  else process.env.TEST_FAILURES = before;
};

test('what failed is said by workspace, suite and test, and nothing of what passed', () => {
  expect(testFailures(join(folder, 'none'))).toBe('');
  ran('subgraphs/teams', 'test/teams.test.ts', null);
  ran('subgraphs/auth', 'test/denied.test.ts', '  ● denied › at once\n\n    expected 1\n');
  ran('gateway', 'test/node.test.ts', '  ● node\n\n    expected 3\n');
  ran('subgraphs/auth', 'test/tokens.test.ts', '  ● tokens\n\n    expected 2\n');
  expect(testFailures(folder)).toBe(`
FAIL gateway/test/node.test.ts
  ● node

    expected 3

FAIL subgraphs/auth/test/denied.test.ts
  ● denied › at once

    expected 1

FAIL subgraphs/auth/test/tokens.test.ts
  ● tokens

    expected 2
`);
});

test('of long messages the beginning, and still the name of every test', () => {
  rmSync(join(folder, 'gateway'));
  writeFileSync(join(folder, 'subgraphs-auth'), `FAIL a\n  ● first\n${'    line\n'.repeat(500)}  ● second\n    line\n`);
  expect(testFailures(folder).split('\n')).toHaveLength(154);
  expect(testFailures(folder)).toContain('  ● second\n… 353 lines more');
});
