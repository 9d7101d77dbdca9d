import { avatar, birthDate, firstHandle, handle } from './profile.ts';

const id = 'usr_0198f2c4a7e07c3e9f7d5a1b2c3d4e5f';
const invalid = expect.objectContaining({ code: 'VALIDATION' });

describe('a handle', () => {
  test('is lower case', () => expect(handle(' Ada-L ')).toBe('ada-l'));
  test.each(['ab', 'a--b', '-ada', 'ada-', 'ada lovelace', 'x'.repeat(31), 'ädä'])('is not %p', (raw) => {
    expect(() => handle(raw)).toThrow(invalid);
  });
  test.each([
    ['Ada Lovelace', 'ada-lovelace-2c3d4e5f'],
    ['Zoë Ångström', 'zoe-angstrom-2c3d4e5f'],
    ['王小明', 'member-2c3d4e5f'],
    ['A very long name that goes on and on', 'a-very-long-name-tha-2c3d4e5f'],
  ])('of %p starts as %p', (name, expected) => {
    expect(firstHandle(name, id)).toBe(expected);
    expect(handle(firstHandle(name, id))).toBe(expected);
  });
});

describe('an avatar', () => {
  test.each([
    ['Ada Lovelace', 'AL'],
    ['Anna Maria van der Berg', 'AB'],
    ['Cher', 'C'],
    ['王小明', '王'],
    ['!!!', '?'],
    ['🙂 Smith', 'S'],
  ])('of %p shows %p', (name, initials) => expect(avatar(name, id).initials).toBe(initials));
  test('keeps its colour when the name changes', () => {
    expect(avatar('Ada', id).color).toBe(avatar('Bob', id).color);
  });
});

describe('a birth date', () => {
  const today = new Date('2026-06-01T10:00:00Z');
  test('is a day in the past', () => expect(birthDate('2015-02-28', today)).toBe('2015-02-28'));
  test.each(['2026-06-02', '1890-01-01'])('is not %s', (raw) => expect(() => birthDate(raw, today)).toThrow(invalid));
});
