import { cursorOf, rowsBehind } from './cursor.ts';
import { BadInput } from './errors.ts';
import { type Order, reversed } from './order.ts';

const order: Order = [{ name: 'asc' }, { id: 'asc' }];
const row = { id: 'tem_2', name: 'Owls' };

describe('a cursor', () => {
  test('finds the rows behind its own, with the bound that lets the index start there', () => {
    expect(rowsBehind(cursorOf(row, order), order)).toEqual({
      AND: [{ name: { gte: 'Owls' } }, { OR: [{ name: { gt: 'Owls' } }, { name: 'Owls', id: { gt: 'tem_2' } }] }],
    });
  });
  test('turns round for pages from the end', () => {
    expect(rowsBehind(cursorOf(row, order), reversed(order))).toEqual({
      AND: [{ name: { lte: 'Owls' } }, { OR: [{ name: { lt: 'Owls' } }, { name: 'Owls', id: { lt: 'tem_2' } }] }],
    });
  });
  test('keeps an integer of 64 bits and a time as they are, through JSON', () => {
    const large = { size: 9_007_199_254_740_993n, day: new Date('2026-11-25T00:00:00Z'), id: 'a' };
    const by: Order = [{ size: 'asc' }, { day: 'desc' }, { id: 'asc' }];
    expect(rowsBehind(cursorOf(large, by), by)).toEqual({
      AND: [
        { size: { gte: large.size } },
        {
          OR: [
            { size: { gt: large.size } },
            { size: large.size, day: { lt: large.day } },
            { size: large.size, day: large.day, id: { gt: 'a' } },
          ],
        },
      ],
    });
  });
  test.each([
    [
      'an integer that no column holds',
      Buffer.from('["name,id",{"integer":"9999999999999999999"},"x"]').toString('base64url'),
    ],
    ['null where no row has it', cursorOf({ name: null, id: 'tem_1' }, order)],
    ['nonsense', 'nonsense'],
    ['a cursor of another list', cursorOf({ id: 'evt_1' }, [{ id: 'asc' }])],
    ['a cursor with an object inside', Buffer.from('["name,id",{"not":1},"x"]').toString('base64url')],
    ['nothing', ''],
  ])('refuses %s', (_, cursor) => {
    expect(() => rowsBehind(cursor, order)).toThrow(BadInput);
  });
});
