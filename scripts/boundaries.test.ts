import { trespasses } from './boundaries.ts';

const complaints = (file: string, target: string) =>
  trespasses(file, `import { thing } from '${target}';`).map(({ message }) => message);

describe('a subgraph', () => {
  const file = 'subgraphs/teams/src/roster.ts';
  test('may import the kit and its own files', () => {
    expect([...complaints(file, '@fieldhouse/kit'), ...complaints(file, './team.ts')]).toEqual([]);
  });
  test.each([
    '../../users/src/profile.ts',
    '@fieldhouse/gateway',
    '@fieldhouse/kit/src/errors.ts',
    '../../../launcher/src/index.ts',
  ])('may not import %s', (target) => expect(complaints(file, target)).toHaveLength(1));
  test('may use the testing package in its tests only', () => {
    expect(complaints('subgraphs/teams/test/teams.test.ts', '@fieldhouse/testing')).toEqual([]);
    expect(complaints(file, '@fieldhouse/testing')).toHaveLength(1);
  });
});

test('the platform knows nobody', () => {
  expect(complaints('packages/platform/src/log.ts', '@fieldhouse/kit')).toEqual(['may not import @fieldhouse/kit']);
});
