import type { User } from './__generated__/prisma/client.ts';
import { ensureBanned, ensureMayBan, ensureVersion, ensureWaiting, statusOf } from './standing.ts';

const now = new Date('2026-06-01T10:00:00Z');
const later = new Date('2026-06-02T10:00:00Z');
const refusal = (code: string) => expect.objectContaining({ code });
const person = (changes: Partial<User> = {}) =>
  ({
    id: 'usr_a',
    status: 'ACTIVE',
    statusReason: null,
    bannedUntil: null,
    approved: true,
    version: 1,
    ...changes,
  }) as User;
const ban = { by: 'usr_admin', reason: 'spam', until: null, now };

test('a ban that has run out is over', () => {
  expect(statusOf(person({ status: 'BANNED', bannedUntil: now }), now)).toBe('ACTIVE');
  expect(statusOf(person({ status: 'BANNED', bannedUntil: now, approved: false }), now)).toBe('PENDING_APPROVAL');
  expect(statusOf(person({ status: 'BANNED', bannedUntil: later }), now)).toBe('BANNED');
  expect(statusOf(person({ status: 'BANNED', bannedUntil: null }), now)).toBe('BANNED');
});

describe('a ban', () => {
  test('of oneself is refused', () => {
    expect(() => ensureMayBan(person({ id: 'usr_admin' }), ban)).toThrow(refusal('VALIDATION'));
  });
  test('that ends before it begins is refused', () => {
    expect(() => ensureMayBan(person(), { ...ban, until: now })).toThrow(refusal('VALIDATION'));
  });
  test('ends within a century, or never', () => {
    expect(() => ensureMayBan(person(), { ...ban, until: new Date('2126-06-01T10:00:00Z') })).not.toThrow();
    for (const until of ['2126-06-01T10:00:00.001Z', '9999-12-31T23:59:59.999Z'])
      expect(() => ensureMayBan(person(), { ...ban, until: new Date(until) })).toThrow(refusal('VALIDATION'));
  });
  test('that is in force already is refused, a longer one is not', () => {
    const banned = person({ status: 'BANNED', statusReason: 'spam' });
    expect(() => ensureMayBan(banned, ban)).toThrow(refusal('ALREADY_DONE'));
    expect(() => ensureMayBan(banned, { ...ban, until: later })).not.toThrow();
  });
  test('that does not exist is not lifted', () => {
    expect(() => ensureBanned(person(), now)).toThrow(refusal('ALREADY_DONE'));
  });
});

test('only who waits is let in', () => {
  expect(() => ensureWaiting(person({ status: 'PENDING_APPROVAL' }), now)).not.toThrow();
  expect(() => ensureWaiting(person(), now)).toThrow(refusal('ALREADY_DONE'));
});

test('a change on the basis of an older version is refused', () => {
  expect(() => ensureVersion(person({ version: 3 }), 2)).toThrow(refusal('STALE_VERSION'));
  expect(() => ensureVersion(person({ version: 3 }), 3)).not.toThrow();
});
