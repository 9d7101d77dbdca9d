import { newId } from './ids.ts';

test('ids say what they belong to and sort by time', () => {
  const ids = Array.from({ length: 50 }, () => newId('tem'));
  for (const id of ids) expect(id).toMatch(/^tem_[0-9a-f]{32}$/);
  expect([...ids].sort()).toEqual(ids);
});
