import { codes, type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { unsubscribeToken } from '../src/unsubscribe-token.ts';

const UNSUBSCRIBE = `mutation ($input: UnsubscribeInput!) {
  unsubscribe(input: $input) { ok userErrors { code path } }
}`;
const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userId } }';

let club: TestClub;
let ada: Person;
let key: string;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'notifications'] });
  ada = await club.person();
  const [row] = await club.sql('notifications', `SELECT "value" FROM "Secret" WHERE "name" = 'unsubscribe'`);
  key = String(row?.value);
});
afterAll(() => club.stop());

const unsubscribe = async (token: string) => (await club.run(UNSUBSCRIBE, { input: { token } })).data.unsubscribe;
const tokenFor = (userId: string, ...categories: string[]) =>
  unsubscribeToken({ userId, categories, channel: 'EMAIL' }, key);
const modesOf = (userId: string) =>
  club.sql(
    'notifications',
    'SELECT "category", "channel", "mode" FROM "Preference" WHERE "userId" = $1 ORDER BY "category"::text',
    [userId],
  );

describe('the link at the end of a mail', () => {
  test('switches off what it names, for nobody else, as often as it is followed', async () => {
    const token = tokenFor(ada.id, 'EVENT', 'TEAM');
    const answers = await Promise.all([token, token, token].map(unsubscribe));

    expect(answers).toEqual(Array(3).fill({ ok: true, userErrors: [] }));
    expect(await modesOf(ada.id)).toEqual(
      ['EVENT', 'TEAM'].sort().map((category) => expect.objectContaining({ category })),
    );
    expect(new Set((await modesOf(ada.id)).map(({ channel, mode }) => `${channel} ${mode}`))).toEqual(
      new Set(['EMAIL OFF']),
    );
    expect(await club.sql('notifications', 'SELECT FROM "Preference"')).toHaveLength(2);
  });

  test('works where one follows it: at the door of the house', async () => {
    const bob = await club.person();
    const link = `${new URL(club.url).origin}/unsubscribe?token=${tokenFor(bob.id, 'EVENT')}`;

    expect((await fetch(link)).status).toBe(200);
    expect(await modesOf(bob.id)).toEqual([]);
    const done = await fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('Done')]);
    expect(await modesOf(bob.id)).toEqual([{ category: 'EVENT', channel: 'EMAIL', mode: 'OFF' }]);
  });

  test('does not switch off what is required, nor what there is no more', async () => {
    const cyd = await club.person();

    expect(await unsubscribe(tokenFor(cyd.id, 'SECURITY', 'PIGEONS'))).toEqual({ ok: true, userErrors: [] });
    expect(await modesOf(cyd.id)).toEqual([]);
  });

  test('leaves nothing behind of somebody who is gone', async () => {
    const gone = await club.person();
    await club.run(DELETE, { input: { userId: gone.id } }, gone);
    await club.settled();

    expect((await unsubscribe(tokenFor(gone.id, 'EVENT'))).ok).toBe(true);
    expect(await modesOf(gone.id)).toEqual([]);
  });

  test.each(['', 'x', 'a.b', 'x'.repeat(50_000)])('is none that we did not make (%#)', async (token) => {
    expect(codes(await unsubscribe(token))).toEqual(['TOKEN_INVALID']);
  });

  test('is none of another house', async () => {
    const other = unsubscribeToken({ userId: ada.id, categories: ['EVENT'], channel: 'EMAIL' }, 'another key');
    expect(codes(await unsubscribe(other))).toEqual(['TOKEN_INVALID']);
  });
});
