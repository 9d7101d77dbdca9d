import { erasePerson, eventCatalog, parseEvent } from './index.ts';

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

/** Aggregates that are one person's, and go by their id. */
const OF_A_PERSON = ['account', 'inbox', 'reader'];

test('every event travels by the topic of its aggregate, keyed by the aggregate', () => {
  for (const { topic, key } of Object.values(eventCatalog)) {
    expect(topic).toMatch(/^fieldhouse\.[a-z]+\.[a-z]+\.v1$/);
    const aggregate = topic.split('.')[2] ?? '';
    expect(key).toBe(`${OF_A_PERSON.includes(aggregate) ? 'user' : aggregate}Id`);
  }
});

describe('an event about somebody who was deleted', () => {
  test('says nothing of them, and is an event still', () => {
    const added = { ...updated, teamId: 'tem_1', memberId: 'mem_1', role: 'PLAYER', profileVersion: 1 };
    const erased = erasePerson('TeamMemberAdded', { ...added, nickname: 'Countess' }, 'usr_1');
    expect(erased).toMatchObject({ teamId: 'tem_1', userId: 'usr_1', displayName: 'Former member' });
    expect(JSON.stringify(erased)).not.toMatch(/Ada|Countess|112233/);
    expect(parseEvent('TeamMemberAdded', erased)).toEqual(erased);
  });
  test('keeps what it says of others', () => {
    expect(erasePerson('UserProfileUpdated', updated, 'usr_2')).toEqual(updated);
  });
  test('is emptied when nobody knows what it says', () => {
    expect(erasePerson('UserRenamed', { userId: 'usr_1', name: 'Ada' }, 'usr_1')).toBeNull();
    expect(erasePerson('UserProfileUpdated', 'usr_1 is Ada', 'usr_1')).toBeNull();
  });
});
