import { ensureMayJoin, ensureOwnerStays, ensureRoom, heirOf, jerseyNumber } from './roster.ts';

const owner = { userId: 'usr_a', role: 'OWNER' } as const;
const player = { userId: 'usr_b', role: 'PLAYER' } as const;
const supporter = { userId: 'usr_c', role: 'SUPPORTER' } as const;
const refusal = (code: string) => expect.objectContaining({ code });

describe('joining', () => {
  test('takes a free place', () => {
    expect(() => ensureMayJoin({ capacity: 2 }, [owner], player)).not.toThrow();
  });
  test('is refused to somebody who is on the team', () => {
    expect(() => ensureMayJoin({ capacity: null }, [owner, player], player)).toThrow(refusal('ALREADY_MEMBER'));
  });
  test('is refused by a full team', () => {
    expect(() => ensureMayJoin({ capacity: 1 }, [owner], player)).toThrow(refusal('TEAM_FULL'));
  });
  test('as a supporter takes no place', () => {
    expect(() => ensureMayJoin({ capacity: 1 }, [owner], supporter)).not.toThrow();
  });
});

test('a team without limit has room', () => {
  expect(() =>
    ensureRoom(
      { capacity: null },
      Array.from({ length: 500 }, () => player),
    ),
  ).not.toThrow();
});

describe('the last owner', () => {
  test('stays', () => expect(() => ensureOwnerStays([owner, player], [player])).toThrow(refusal('LAST_OWNER')));
  test('may go when there is another', () =>
    expect(() => ensureOwnerStays([owner, owner, player], [owner, player])).not.toThrow());
});

test('a team without an owner holds nobody back', () => {
  expect(() => ensureOwnerStays([player, supporter], [supporter])).not.toThrow();
});

describe('the heir', () => {
  const coach = { userId: 'usr_d', role: 'COACH' } as const;
  test('is of the staff', () => expect(heirOf([player, supporter, coach])).toBe(coach));
  test('is nobody while there is an owner', () => expect(heirOf([owner, coach])).toBeUndefined());
  test('is nobody of those who only play', () => expect(heirOf([player, supporter])).toBeUndefined());
});

describe('a jersey number', () => {
  test.each([0, 7, 99])('may be %i', (number) => expect(jerseyNumber(number)).toBe(number));
  test.each([-1, 100])('is not %i', (number) => expect(() => jerseyNumber(number)).toThrow(refusal('VALIDATION')));
  test('can be given back or left alone', () =>
    expect([jerseyNumber(null), jerseyNumber(undefined)]).toEqual([null, undefined]));
});
