import { isId, newId } from './ids.ts';

describe('ids', () => {
  test('say what they belong to and sort by time', () => {
    const ids = Array.from({ length: 50 }, () => newId('tem'));
    expect(ids.every((id) => isId('tem', id))).toBe(true);
    expect([...ids].sort()).toEqual(ids);
  });
  test('of another kind, or malformed, are recognised', () => {
    expect([isId('usr', newId('tem')), isId('tem', 'tem_1'), isId('tem', "tem_'; drop")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
