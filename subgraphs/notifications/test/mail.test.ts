import { eventually, type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { startMailServer, type Verdict } from './outside/mail-server.ts';

const LOG = `query ($userId: ID!, $status: DeliveryStatus) {
  deliveryLog(userId: $userId, channel: EMAIL, status: $status) {
    totalCount nodes { id channel status attempts reason target sentAt }
  }
}`;
const CHILD = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const LOCALE = 'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { user { locale } } }';

let server: Awaited<ReturnType<typeof startMailServer>>;
let club: TestClub;
let coach: Person;
let admin: Person;
beforeAll(async () => {
  server = await startMailServer();
  const environment = {
    ACCESS_TOKEN_TTL: '24h', // the clock is put forward
    SMTP_URL: server.url,
    SMTP_TIMEOUT: '1s',
    MAIL_FROM: 'Riverside <club@riverside.example>',
    PUBLIC_URL: 'https://api.riverside.example/',
    APP_URL: 'https://riverside.example/app/',
  };
  club = await startClub(environment, { domains: ['teams', 'notifications'] });
  [coach, admin] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.admin()]);
});
afterAll(async () => {
  await club.stop();
  await server.stop();
});

interface Options {
  readonly team?: string;
  readonly locale?: string;
  /** What the server says to their mails. */
  readonly told?: readonly Verdict[];
}

/** Somebody who is put on a team: one mail goes to them for it. */
async function newcomer({ team = 'Owls', locale, told = [] }: Options = {}): Promise<Person> {
  const person = await club.person();
  server.answer(person.email, ...told);
  if (locale) await club.run(LOCALE, { input: { locale } }, person);
  await club.settled();
  await club.team({ owner: coach, name: team, members: { PLAYER: [person] } });
  return person;
}

const deliveries = async ({ id }: Person, status: string | null = null) =>
  (await club.run(LOG, { userId: id, status }, admin)).data.deliveryLog.nodes;

const mailTo = (person: Person) =>
  eventually(() => {
    const [mail, ...more] = server.posted.filter(({ to }) => to === person.email);
    if (!mail) throw new Error(`No mail to ${person.email}`);
    return { ...mail, more };
  });

/** What became of a person's mail, once `status` has; each try may be waited for by the clock. */
const became = (person: Person, status: string) =>
  eventually(async () => {
    const [delivery] = await deliveries(person, status);
    if (delivery) return delivery;
    club.clock.advance(1_000);
    throw new Error(JSON.stringify(await deliveries(person)));
  }, 40_000);

describe('a mail', () => {
  test('says what the notification says, from the club, and leads to the app', async () => {
    const person = await newcomer();
    const mail = await mailTo(person);

    expect(mail.from).toBe('club@riverside.example');
    expect(mail.headers.get('from')).toBe('Riverside <club@riverside.example>');
    expect(mail.headers.get('subject')).toBe('You are on Owls');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.raw).toContain('You are on the team Owls now, as player.');
    expect(mail.raw.replace(/=\r\n/g, '')).toContain('https://riverside.example/app/teams/tem_');
    expect(await became(person, 'SENT')).toMatchObject({ attempts: 1, reason: null, target: person.id });
  });

  test('has an id that its delivery has, so that one which comes twice is known', async () => {
    const person = await newcomer();
    const mail = await mailTo(person);
    const { id } = await became(person, 'SENT');

    expect(mail.headers.get('message-id')).toBe(`<${id}@riverside.example>`);
  });

  test('ends by one click (RFC 8058)', async () => {
    const person = await newcomer();
    const { headers } = await mailTo(person);
    const link = /^<(https:\/\/api\.riverside\.example\/unsubscribe\?token=[\w.-]+)>$/.exec(
      headers.get('list-unsubscribe') ?? '',
    );

    expect(link).not.toBeNull();
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const { pathname, search } = new URL(link?.[1] ?? '');
    const here = new URL(pathname + search, club.url);
    const done = await fetch(here, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    expect(done.status).toBe(200);
    await club.team({ owner: coach, name: 'Hawks', members: { PLAYER: [person] } });
    await club.settled();
    expect(await deliveries(person)).toEqual([
      expect.objectContaining({ status: 'SUPPRESSED', reason: 'SWITCHED_OFF' }),
      expect.objectContaining({ status: 'SENT' }),
    ]);
    expect((await mailTo(person)).more).toEqual([]);
  });

  test('is in the language of its reader, and takes names for text', async () => {
    const person = await newcomer({ team: '<script>Eulen</script> & نادي', locale: 'de-AT' });
    const { headers, raw } = await mailTo(person);

    expect(headers.get('subject')).toMatch(/^=\?UTF-8\?/);
    expect(raw).toContain('lang=3D"de"');
    expect(raw.split('text/html')[1]).not.toMatch(/<script/i);
  });

  test('that the server puts off goes later', async () => {
    const told = [{ code: 451, says: 'Greylisted' }, { code: 421, says: 'Too many' }, 'taken'] as const;
    const person = await newcomer({ told });

    expect(await became(person, 'SENT')).toMatchObject({ attempts: 3, reason: null });
    expect(server.tried.filter((it) => it === person.email)).toHaveLength(3);
    expect((await mailTo(person)).more).toEqual([]);
  });

  test('that bounces is given up, and says why', async () => {
    const person = await newcomer({ told: [{ code: 550, says: 'No such mailbox: <kim@example.org>' }] });

    const { reason, attempts, sentAt } = await became(person, 'FAILED');
    expect([reason, attempts, sentAt]).toEqual(['The mail server: 550 No such mailbox: …', 1, null]);
    expect(server.tried.filter((it) => it === person.email)).toHaveLength(1);
  });

  test('that finds no answer is given up, and goes later', async () => {
    const person = await newcomer({ told: ['hangs', 'taken'] });

    expect(await became(person, 'SENT')).toMatchObject({ attempts: 2 });
  });

  test('goes to nobody without an address', async () => {
    const { data } = await club.run(CHILD, { input: { displayName: 'Kim' } }, admin);
    const person = { ...coach, id: data.createUser.user.id };
    await club.settled();
    await club.team({ owner: coach, members: { PLAYER: [person] } });

    expect(await became(person, 'FAILED')).toMatchObject({ reason: 'The person has no e-mail address' });
  });
});

describe('the log of deliveries', () => {
  test('is for administrators', async () => {
    const { errors } = await club.run(LOG, { userId: coach.id }, coach);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
