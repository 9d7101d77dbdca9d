import { join } from 'node:path';
import { failuresOf, type Suite, timesOf } from './test-summary.ts';

const root = join(import.meta.dirname, '..');
const ran = (suite: string, failureMessage: string | null, runtime = 1000): Suite => ({
  testFilePath: join(root, suite),
  failureMessage,
  perfStats: { runtime },
});

test('what failed is said by workspace, suite and test, and nothing of what passed', () => {
  expect(failuresOf([ran('subgraphs/teams/test/teams.test.ts', null)])).toBe('');
  const suites = [
    ran('subgraphs/teams/test/teams.test.ts', null),
    ran('subgraphs/auth/test/denied.test.ts', '  ● denied › at once\n\n    expected 1\n'),
    ran('gateway/test/node.test.ts', '  ● node\n\n    expected 3\n'),
    ran('subgraphs/auth/test/tokens.test.ts', '  ● tokens\n\n    expected 2\n'),
  ];
  expect(failuresOf(suites)).toBe(`
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
  const long = failuresOf([
    ran('subgraphs/auth/test/a.test.ts', `  ● first\n${'    line\n'.repeat(500)}  ● second\n    line\n`),
  ]);
  expect(long.split('\n')).toHaveLength(154);
  expect(long).toContain('  ● second\n… 353 lines more');
});

test('what took longest is said first, with what failed', () => {
  const suites = [
    ran('scripts/a.test.ts', null, 1500),
    ran('tests/journeys/a.test.ts', null, 2000),
    ran('tests/journeys/b.test.ts', '  ● b', 500),
    ran('scripts/codegen/b.test.ts', null, 100),
  ];
  expect(timesOf(suites)).toBe(`     2.5 s  tests/journeys  failed\n     1.6 s  scripts\n`);
});
