import type { KeptMail } from '../src/index.ts';
import { testClient } from './fixture/clients.ts';
import { composed, type House, openHouse } from './fixture/house.ts';
import { miniature, people, teams } from './fixture/subgraphs.ts';

const notifications = miniature(
  'notifications',
  `
  input UnsubscribeInput { token: String! }
  type UserError { code: String! }
  type UnsubscribePayload { ok: Boolean  userErrors: [UserError!]! }
  type Mutation { unsubscribe(input: UnsubscribeInput!): UnsubscribePayload }
  `,
  {
    Mutation: {
      unsubscribe: (_: unknown, { input: { token } }: { input: { token: string } }) =>
        token === 'good.one' ? { ok: true, userErrors: [] } : { ok: null, userErrors: [{ code: 'TOKEN_INVALID' }] },
    },
  },
);
const client = testClient(notifications);

const MAIL: KeptMail = {
  to: 'ada@example.org',
  subject: 'Cancelled: <b>Practice</b>',
  text: 'It rains </pre><script>alert(1)</script>',
  html: '<p>It rains "hard"</p><script>alert(2)</script>',
  createdAt: '2026-03-03T17:00:00.000Z',
};

let house: House;
let local: House;
let open: House;
let mails: readonly KeptMail[] = [];
beforeAll(async () => {
  const whole = { supergraphSdl: composed([people, teams, notifications]), clients: { notifications: client } };
  const kept = { mails: async () => mails };
  [house, local, open] = await Promise.all([
    openHouse(whole),
    openHouse({ config: { localPages: true }, ...kept }),
    openHouse({ config: { localPages: true, host: '0.0.0.0' }, ...kept }),
  ]);
});
afterAll(() => Promise.all([house, local, open].map((it) => it.stop())));
beforeEach(() => {
  client.calls.length = 0;
  client.instead = undefined;
});

const follow = (token: string, init: RequestInit = {}) =>
  fetch(`${house.origin}/unsubscribe?token=${encodeURIComponent(token)}`, init);
const pageOf = async (answer: Response) => ({ status: answer.status, html: await answer.text() });

describe('the link of a mail', () => {
  test('shows a button, and changes nothing by being looked at', async () => {
    const { status, html } = await pageOf(await follow('good.one'));

    expect(status).toBe(200);
    expect(html).toContain('<form method="post"><button>No more of these</button></form>');
    expect((await follow('good.one', { method: 'HEAD' })).status).toBe(200);
    expect(client.calls).toEqual([]);
  });

  test('ends what its token says, by the button or as mail programs do it (RFC 8058)', async () => {
    for (const body of [new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), '']) {
      const { status, html } = await pageOf(await follow('good.one', { method: 'POST', body }));
      expect([status, html]).toEqual([200, expect.stringContaining('Done')]);
    }
    expect(client.calls.map(({ body }) => body.variables)).toEqual(
      Array(2).fill(expect.objectContaining({ input: { token: 'good.one' } })),
    );
  });

  test('is taken from nobody in particular: what a browser knows of somebody stays out', async () => {
    const headers = { authorization: `Bearer ${await house.token('member')}`, cookie: 'a=b', accept: 'text/html' };
    const { status } = await pageOf(await follow('good.one', { method: 'POST', headers }));

    expect(status).toBe(200);
    expect(client.calls.map((call) => call.headers.authorization)).toEqual([undefined]);
  });

  test.each(['', 'bad', '"} mutation { x', '<script>', 'x'.repeat(3_000)])(
    'is nothing with the token %s',
    async (token) => {
      const { status, html } = await pageOf(await follow(token, { method: 'POST' }));

      expect([status, html]).toEqual([400, expect.stringContaining('not complete')]);
      expect(html).not.toContain('<script');
    },
  );

  test('speaks German to who wants that', async () => {
    const headers = { 'accept-language': 'fr;q=0.9, de-AT;q=0.8, en;q=0.5' };

    expect((await pageOf(await follow('good.one', { headers }))).html).toContain('<html lang="de">');
    expect((await pageOf(await follow('good.one', { method: 'POST', headers }))).html).toContain('Erledigt');
  });

  test('asks for another try where notifications are away', async () => {
    client.instead = () => Promise.reject(new Error('away'));
    const { status, html } = await pageOf(await follow('good.one', { method: 'POST' }));

    expect([status, html]).toEqual([503, expect.stringContaining('try again later')]);
  });

  test('is on a page that runs nothing and stands in no other', async () => {
    const policy = (await follow('good.one')).headers.get('content-security-policy');

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect((await follow('good.one', { method: 'PUT' })).status).toBe(405);
  });
});

describe('mails that are kept', () => {
  test('are shown to a developer, and run nothing', async () => {
    mails = [MAIL];
    const answer = await fetch(`${local.origin}/mail`);
    const html = await answer.text();

    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('ada@example.org');
    expect(html).toContain('Cancelled: &lt;b&gt;Practice&lt;/b&gt;');
    expect(html).toContain(
      'sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="&lt;base target=&quot;_blank&quot;&gt;',
    );
    expect(html).not.toContain('<script');
    mails = [];
    expect(await (await fetch(`${local.origin}/mail`)).text()).toContain('No mails yet');
  });

  test('are shown nowhere else', async () => {
    mails = [MAIL];
    expect((await fetch(`${house.origin}/mail`)).status).toBe(404);
    expect((await fetch(`${open.origin}/mail`)).status).toBe(404);
    expect((await fetch(`${local.origin}/mail`, { method: 'POST' })).status).toBe(404);
  });
});
