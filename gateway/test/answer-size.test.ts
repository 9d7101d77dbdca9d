import { getIntrospectionQuery } from 'graphql';
import { defaultGatewayConfig } from '../src/index.ts';
import { type House, openHouse, read } from './fixture/house.ts';

const LIMIT = 5_000;

let house: House;
beforeAll(async () => {
  house = await openHouse({ config: { limits: { ...defaultGatewayConfig.limits, answerBytes: LIMIT } } });
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const teamsNamed = (name: string) => {
  house.teams.instead = async () => ({ data: { teams: [{ name }] } });
};
const QUERY = '{ teams { name } }';
const AROUND = JSON.stringify({ data: { teams: [{ name: '' }] } }).length + 1;

describe('an answer', () => {
  test('may have as many bytes as the limit says', async () => {
    teamsNamed('é'.repeat((LIMIT - AROUND) / 2));
    const text = await (await house.post({ query: QUERY })).text();
    expect(JSON.parse(text).data.teams).toHaveLength(1);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
  });

  test.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ])('that is larger is refused whole, never cut off: %s', async (accept, status) => {
    teamsNamed('é'.repeat(LIMIT));
    const response = await house.post({ query: QUERY }, { accept });
    const { data, errors } = await read(response);
    expect([response.status, data, errors.length]).toEqual([status, undefined, 1]);
    expect(errors[0].message).toMatch(/^The answer has 10\d{3} bytes; the limit is 5000/);
    expect(errors[0].extensions).toEqual({
      code: 'COST_EXCEEDED',
      requestId: response.headers.get('x-request-id'),
    });
    expect(house.lines).toMatchObject([{ message: 'request', fields: { codes: ['COST_EXCEEDED'], status } }]);
  });

  test('is measured before it is compressed, and whatever it is about', async () => {
    const response = await house.post({ query: getIntrospectionQuery() }, { 'accept-encoding': 'gzip' });
    expect((await read(response)).errors[0].extensions.code).toBe('COST_EXCEEDED');
  });
});
