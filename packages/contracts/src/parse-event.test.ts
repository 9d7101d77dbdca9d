import { eventCatalog, parseEvent } from './index.ts';

const updated = { userId: 'usr_1', version: 2, displayName: 'Ada', initials: 'A', color: '#112233' };

describe('an event', () => {
  test('is what its declaration says', () => {
    expect(parseEvent('UserProfileUpdated', updated)).toEqual(updated);
  });
  test('may carry what a newer producer added', () => {
    expect(parseEvent('UserProfileUpdated', { ...updated, pronouns: 'she' })).toEqual(updated);
  });
  test('may lack what is optional', () => {
    expect(parseEvent('UserBanned', { userId: 'usr_1', version: 3, reason: 'spam' })).toMatchObject({ reason: 'spam' });
  });
  test.each([
    ['lacks what is required', { ...updated, version: undefined }],
    ['has a field of another type', { ...updated, version: 'two' }],
    ['is no object', null],
  ])('that %s is refused', (_, payload) => {
    expect(() => parseEvent('UserProfileUpdated', payload)).toThrow('UserProfileUpdated');
  });
});

test('every event travels by the topic of its aggregate, keyed by the aggregate', () => {
  for (const { topic, key } of Object.values(eventCatalog)) {
    expect(topic).toMatch(/^fieldhouse\.[a-z]+\.[a-z]+\.v1$/);
    expect(key).toBe(`${topic.split('.')[2] === 'account' ? 'user' : topic.split('.')[2]}Id`);
  }
});
