import { startClub, type TestClub } from '@fieldhouse/testing';

let club: TestClub;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
});
afterAll(() => club.stop());

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accepted userErrors { code } } }';
const ANNOUNCED = `
  SELECT type, headers FROM bus.record WHERE key = (SELECT key FROM bus.record WHERE payload ->> 'email' = $1)
  ORDER BY occurred_at`;

async function register(email: string, headers: Record<string, string>): Promise<void> {
  const input = { email, password: 'a-password-of-the-tests', displayName: 'Ada' };
  const body = JSON.stringify({ query: REGISTER, variables: { input } });
  await fetch(club.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  await club.settled();
}

test('events name the request that caused them, and so do those that a reaction announces in turn', async () => {
  const requests = ['0af7651916cd43dd8448eb211c80319c', 'ffffffffffffffffffffffffffffffff'].map((trace, index) => ({
    email: `ada-${index}@example.org`,
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-01`, 'x-request-id': `request-${index}` },
  }));
  await Promise.all(requests.map(({ email, headers }) => register(email, headers))); // maybe in one batch
  for (const { email, headers } of requests) {
    const announced = await club.sql('bus', ANNOUNCED, [email]);
    expect(announced).toMatchObject([
      { type: 'UserCreated', headers },
      { type: 'UserProfileUpdated', headers },
    ]);
  }
});

test('without a trace, events name the request alone', async () => {
  await register('grace@example.org', { traceparent: '00-not-a-trace-01' });
  const announced = await club.sql('bus', ANNOUNCED, ['grace@example.org']);
  expect(announced.map(({ headers }) => Object.keys(headers as object))).toEqual([['x-request-id'], ['x-request-id']]);
});
