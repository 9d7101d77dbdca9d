import { erasure } from './erasure.ts';
import { newId } from './ids.ts';
import { heardBy } from './start-reactions.ts';

const [ada, grace, order] = [newId('usr'), newId('usr'), newId('ord')];
const left = (payload: unknown, key = 'any') => erasure.erase({ kind: 'job', type: 'mail', key, payload }, ada);

describe('what was to be done about somebody who was deleted', () => {
  test('keeps ids, dates and numbers, by which it can be done again', () => {
    const payload = { userId: ada, order, amount: 1250, at: '2026-09-01T16:30:00.000Z', to: 'ada@example.org' };
    expect(left(payload)).toEqual({ ...payload, to: '' });
  });
  test('loses texts at every depth, whichever field names them', () => {
    expect(left({ buyer: ada, card: { holder: 'Ada', lines: ['1 Ada Street', { town: 'London' }] } })).toEqual({
      buyer: ada,
      card: { holder: '', lines: ['', { town: '' }] },
    });
    expect(left({ people: [grace, ada], text: 'Dear Ada' })).toEqual({ people: [grace, ada], text: '' });
  });
  test('loses them where only its key names them', () => {
    expect(left({ text: 'Dear Ada' }, `welcome ${ada}`)).toEqual({ text: '' });
  });
  test('keeps what it says of others', () => {
    const others = { userId: grace, to: 'grace@example.org' };
    expect(left({ mails: [{ userId: ada, to: 'ada@example.org' }, others] })).toEqual({
      mails: [{ userId: ada, to: '' }, others],
    });
  });
});

test('whoever only has timers or jobs hears of deletions too, and who has neither hears nothing', () => {
  expect(Object.keys(heardBy('venues', { timers: { close: () => undefined } }))).toEqual(['UserDeleted']);
  expect(Object.keys(heardBy('venues', { jobs: { mail: {} } }))).toEqual(['UserDeleted']);
  expect(heardBy('venues', {})).toEqual({});
  expect(heardBy('users', { timers: { close: () => undefined } })).toEqual({}); // erases in the deletion itself
});
