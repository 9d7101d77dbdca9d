import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import type { Facts, Kind } from './texts/facts.ts';
import { isolated } from './texts/saying.ts';
import { digestTextOf, languageFor, textOf, writtenIn } from './texts.ts';

// Which blanks and dashes stand between numbers changes with the Unicode data of each Node.js.
const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/g, ' ').replace(/\u2013/g, '-');

const berlin = { locale: 'de-DE', timeZone: 'Europe/Berlin', teamName: 'U12' };
const london = { locale: 'en-GB', timeZone: 'Europe/London', teamName: 'U12' };
const event: Facts = { title: 'Practice', startsAt: '2026-03-03T17:00:00.000Z' };
const bodyOf = (kind: Kind, facts: Facts, reader = london) => plain(textOf(kind, facts, reader).body);

describe('a text', () => {
  it('is in the language, zone and way of its reader', () => {
    const american = { ...london, locale: 'en-US', timeZone: 'America/New_York' };

    expect(textOf('eventReminder', event, london)).toMatchObject({ title: 'U12: Practice', locale: 'en-GB' });
    expect(textOf('eventReminder', event, berlin)).toMatchObject({ title: 'U12: Practice', locale: 'de-DE' });
    expect(bodyOf('eventReminder', event)).toMatch(/^A reminder: Tue,? 3 March 2026.*17:00 GMT\.$/);
    expect(bodyOf('eventReminder', event, berlin)).toMatch(/^Zur Erinnerung: Di\., 3\. März 2026.*18:00 MEZ\.$/);
    expect(bodyOf('eventReminder', event, american)).toMatch(/March 3, 2026.*12:00 PM EST\.$/);
  });

  it('is in English where its language is not known, and says so', () => {
    const reader = { ...london, locale: 'fr-CA', timeZone: 'America/Toronto' };

    expect(textOf('eventReminder', event, reader)).toMatchObject({ title: 'U12: Practice', locale: 'en-GB' });
    expect(bodyOf('eventReminder', event, reader)).toMatch(/Tue,? 3 March 2026.*12:00/);
    expect(['fr-CA', 'de-AT', 'en-US', 'zh-Hant'].map(writtenIn)).toEqual(['en-GB', 'de-AT', 'en-US', 'en-GB']);
  });

  it.each([
    ['1970-01-01T00:00:00Z', 'Pacific/Auckland', /1970/],
    ['9999-12-31T23:59:59Z', 'Pacific/Kiritimati', /10000/],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', /02:30 MESZ/],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', /02:30 MEZ/],
  ])('tells %s in %s without doubt', (startsAt, timeZone, told) => {
    expect(bodyOf('eventReminder', { ...event, startsAt }, { ...berlin, timeZone })).toMatch(told);
  });

  it('says the day once where an event ends on the day it began', () => {
    const marches = (endsAt: string | null) => bodyOf('invited', { ...event, endsAt }).match(/March/g)?.length;

    expect(marches('2026-03-03T18:30:00Z')).toBe(1);
    expect(marches('2026-03-05T18:30:00Z')).toBe(2);
    expect(marches(null)).toBe(1);
    expect(marches('2026-03-03T17:00:00Z')).toBe(1);
  });

  it('says what of an event changed; where that is not known, how it is now', () => {
    const before = { titleBefore: 'Practice', startedAt: '2026-03-03T17:00:00Z', placeBefore: 'Hall 1' };
    const same = { ...event, place: 'Hall 1', ...before };
    const later = { startsAt: '2026-03-04T17:00:00Z' };

    expect(bodyOf('eventChanged', { ...same, ...later })).toMatch(/^New time: Wed,? 4 March.*It was Tue,? 3 March/);
    expect(bodyOf('eventChanged', { ...same, title: 'Training' })).toBe('Now called Training, before Practice.');
    expect(bodyOf('eventChanged', { ...same, place: 'Hall 2' })).toBe('New place: Hall 2.');
    const everything = { ...same, ...later, title: 'Training', place: 'Hall 2' };
    expect(bodyOf('eventChanged', everything).split('\n')).toHaveLength(3);
    expect(bodyOf('eventChanged', everything, berlin).split('\n')).toHaveLength(3);
    expect(bodyOf('eventChanged', same)).toMatch(/^Tue.*, Hall 1\.$/);
    expect(bodyOf('eventChanged', event)).toMatch(/^Tue.*GMT\.$/);
  });

  it('gives the reason of a cancellation where there is one', () => {
    expect(bodyOf('eventCancelled', { ...event, reason: 'Sturm' }, berlin)).toMatch(
      /^Geplant war: Di.*\nGrund: Sturm$/,
    );
    expect(bodyOf('eventCancelled', { ...event, reason: null })).toMatch(/^It was to be on Tue.*GMT\.$/);
  });

  it('keeps what people are called, and what they wrote, as it is', () => {
    const title = '<script>alert(1)</script> & {name} %s $1 $& \\n';
    const written = { title: 'Bring boots', body: 'It will rain.\nMuch.' };

    expect(textOf('invited', { ...event, title }, london).title).toBe(`U12: ${title}`);
    expect(textOf('removedFromTeam', {}, { ...london, teamName: title }).title).toBe(`You are off ${title}`);
    expect(textOf('message', written, berlin)).toEqual({ ...written, locale: 'de-DE' });
  });

  it('isolates names from right to left, and no others', () => {
    expect(isolated('نادي النهر')).toBe('\u2068نادي النهر\u2069');
    expect(['U12', 'Örjan', 'Иван', '漢字', '🏀'].map(isolated)).toEqual(['U12', 'Örjan', 'Иван', '漢字', '🏀']);
  });

  it('exists for every kind in every language', () => {
    expect(Object.keys(de.texts).sort()).toEqual(Object.keys(en.texts).sort());
    expect([1, 5].map(languageFor('de').digest)).toEqual(['Eine Mitteilung', '5 Mitteilungen']);
    expect(
      digestTextOf(
        [
          { title: 'One', count: 1 },
          { title: 'Two', count: 3 },
        ],
        'de-AT',
      ),
    ).toEqual({
      title: '4 Mitteilungen',
      body: 'One\nTwo',
      locale: 'de-AT',
    });
    expect([1, 5].map(languageFor('ja').digest)).toEqual(['One notification', '5 notifications']);
  });

  it('says from where somebody signed in, as far as that is known', () => {
    expect(bodyOf('signedIn', { device: 'Firefox' })).toMatch(/from Firefox\.\n/);
    const known = { device: 'Firefox', address: '192.0.2.7', at: '2026-03-03T17:00:00Z' };
    expect(bodyOf('signedIn', known, berlin)).toMatch(/mit Firefox, 192\.0\.2\.7, Di\.,.*18:00 MEZ\.\n/);
  });

  it.each([london, berlin])('says roles in words', (reader) => {
    const some = bodyOf('rolesChanged', { roles: ['ADMIN', 'TRAINER', 'STAFF'] }, reader);

    expect(some).not.toMatch(/ADMIN|TRAINER|STAFF/);
    expect(bodyOf('rolesChanged', { roles: [] }, reader)).not.toBe(some);
    expect(bodyOf('addedToTeam', { role: 'GOALKEEPER' }, reader)).toContain('goalkeeper');
  });
});
