import { capacity, ensureAlive, ensureVersion, slug, teamName } from './team.ts';

const refusal = (code: string) => expect.objectContaining({ code });

test('a team name has 3 to 60 characters', () => {
  expect(teamName('  Night   Owls ')).toBe('Night Owls');
  expect(() => teamName('ab')).toThrow(refusal('VALIDATION'));
  expect(() => teamName('x'.repeat(61))).toThrow(refusal('VALIDATION'));
});

describe('a slug', () => {
  test('comes from the name', () => expect(slug(null, 'Zürich Öwls 1904!')).toBe('zurich-owls-1904'));
  test('is cut where the name is long, and made up where nothing of it can stand in a link', () => {
    expect(slug(null, `The Royal ${'Riverside '.repeat(6)}`)).toBe('the-royal-riverside-riverside-riverside');
    expect(slug(null, '東京クラブ')).toMatch(/^club-[0-9a-f]{8}$/);
  });
  test('can be chosen', () => expect(slug('Riverside', 'x')).toBe('riverside'));
  test.each(['a', '-ab-', 'a b', 'x'.repeat(41)])('is not %p', (raw) => {
    expect(() => slug(raw, 'x')).toThrow(refusal('VALIDATION'));
  });
});

test('a capacity is 1 to 1000, or none', () => {
  expect([capacity(1), capacity(null), capacity(undefined)]).toEqual([1, null, undefined]);
  expect(() => capacity(0)).toThrow(refusal('VALIDATION'));
});

test('an archived team is not changed', () => {
  expect(() => ensureAlive({ archivedAt: new Date() })).toThrow(refusal('TEAM_ARCHIVED'));
});

test('a change on the basis of an older version is refused', () => {
  expect(() => ensureVersion(4, 3)).toThrow(refusal('STALE_VERSION'));
  expect(() => ensureVersion(4, null)).not.toThrow();
});
