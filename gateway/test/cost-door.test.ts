import { type House, openHouse, read } from './fixture/house.ts';

const costLimits = { anonymous: 30, user: 100, trainer: 500, admin: null };

let house: House;
beforeAll(async () => {
  house = await openHouse({ config: { costLimits } });
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const fetches = () => [...house.people.calls, ...house.teams.calls];
const GRAPHQL_RESPONSE = { accept: 'application/graphql-response+json' };

/** 20 people with 20 friends each. */
const FRIENDS = '{ everybody { name friends { name } } }';

describe('an operation that costs more than its viewer may ask for', () => {
  test('is refused with its cost and the limit, before anything is fetched', async () => {
    const { data, errors } = await house.ask(FRIENDS);
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      {
        message: 'The operation costs 420; the limit is 30',
        extensions: { code: 'COST_EXCEEDED', cost: { estimated: 420, limit: 30 }, requestId: expect.any(String) },
      },
    ]);
    expect(fetches()).toEqual([]);
  });

  test('is refused with the status that its client understands', async () => {
    expect((await house.post({ query: FRIENDS })).status).toBe(200);
    expect((await house.post({ query: FRIENDS }, GRAPHQL_RESPONSE)).status).toBe(400);
  });

  test('is refused whole where it is a mutation', async () => {
    const { data, errors } = await house.ask(
      `mutation { touch rename(id: "1", name: "A") { friends { friends { name } } } }`,
      {
        as: await house.token(),
      },
    );
    expect(data).toBeUndefined();
    expect(errors?.map(({ message }) => message)).toEqual(['The operation costs 431; the limit is 100']);
    expect(fetches()).toEqual([]);
  });

  test('is refused by GET as well', async () => {
    const url = `${house.url}?query=${encodeURIComponent(FRIENDS)}`;
    const { errors } = await read(await fetch(url, { headers: { 'apollo-require-preflight': '1' } }));
    expect(errors[0].extensions.code).toBe('COST_EXCEEDED');
  });

  test('is measured anew with the variables of each request', async () => {
    const query = 'query ($deep: Boolean!) { everybody { name friends @include(if: $deep) { name } } }';
    expect((await house.ask(query, { variables: { deep: false } })).errors).toBeUndefined();
    expect((await house.ask(query, { variables: { deep: true } })).errors?.[0]?.extensions.code).toBe('COST_EXCEEDED');
    expect((await house.ask(query, { variables: { deep: false } })).errors).toBeUndefined();
  });
});

describe('the limit', () => {
  const codeFor = async (as: string) => (await house.ask(FRIENDS, { as })).errors?.[0]?.extensions.code;

  test('is that of whoever is signed in, or of the highest role', async () => {
    expect(await codeFor(await house.token())).toBe('COST_EXCEEDED');
    expect(await codeFor(await house.token('', { roles: ['MEMBER'] }))).toBe('COST_EXCEEDED');
    expect(await codeFor(await house.token('', { roles: ['MEMBER', 'TRAINER'] }))).toBeUndefined();
  });

  test('can be none', async () => {
    const query = `{ everybody { ${'friends { '.repeat(8)} name ${'}'.repeat(8)} } }`;
    house.people.instead = async () => ({ data: { everybody: [] } });
    expect((await house.ask(query, { as: await house.token('', { roles: ['ADMIN'] }) })).errors).toBeUndefined();
  });

  test('does not count what the token refuses: who must sign in is told so', async () => {
    const query = '{ me { friends { friends { friends { name } } } } }';
    expect((await house.ask(query)).errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect((await house.ask(query, { as: await house.token() })).errors?.[0]?.extensions.code).toBe('COST_EXCEEDED');
  });
});

describe('the cost', () => {
  test('stands in the extensions where a client asks for it', async () => {
    const query = '{ everybody { name } }';
    expect((await house.ask(query)).extensions).toBeUndefined();
    const { data, extensions } = await read(await house.post({ query }, { 'x-cost': '1' }));
    expect(data.everybody).toHaveLength(3);
    expect(extensions).toEqual({ cost: { estimated: 20, limit: 30 } });
  });

  test('always stands there in a house that says so, null for no limit', async () => {
    const open = await openHouse({ config: { costLimits: { anonymous: null }, showCosts: true } });
    const answer = await open.ask(FRIENDS);
    await open.stop();
    expect(answer.extensions).toEqual({ cost: { estimated: 420, limit: null } });
  });
});
