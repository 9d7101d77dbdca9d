import { serverAudits } from 'graphql-http';
import { type House, openHouse } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** As a client that says of its GET requests that no page sent them by itself. */
const fetchFn = (url: string, { headers, ...init }: RequestInit = {}) =>
  fetch(url, { ...init, headers: { ...(headers as Record<string, string>), 'apollo-require-preflight': 'true' } });

describe('GraphQL over HTTP, as graphql-http audits it', () => {
  const audits = serverAudits({ url: () => house.url, fetchFn });

  test.each(audits.map(({ id, name, fn }) => [`${id} ${name}`, fn] as const))('%s', async (_, audit) => {
    const { status, ...result } = await audit();
    if (status !== 'ok' && 'reason' in result) throw new Error(`${status}: ${result.reason}`);
    expect(status).toBe('ok');
  });
});
