import { type Answer, type House, openHouse } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const told = ({ errors }: Answer) => errors?.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`);
const MISTYPED = 'coach.riverside.example';

describe('a malformed literal', () => {
  test.each([
    ['an argument', `read(to: "${MISTYPED}")`],
    ['an input', `read(letter: { to: "${MISTYPED}" })`],
    ['a list in an input', `read(letter: { to: "a@b.example", copies: ["a@b.example", "${MISTYPED}"] })`],
    ['one item that stands for a list', `read(letter: { to: "a@b.example", copies: "${MISTYPED}" })`],
    ['a number where a text belongs', 'read(to: 7)'],
    ['an object where a text belongs', 'read(to: { a: 1 })'],
    ['an instant that only its offset pushes over the edge', 'read(at: "9999-12-31T23:59:59-05:00")'],
  ])('costs its own field: %s', async (_, field) => {
    const answer = await house.ask(`{ ${field} teams { name } }`);
    expect(answer.data).toEqual({ read: null, teams: [{ name: 'Hawks' }, { name: 'Owls' }] });
    expect(told(answer)).toEqual(['read BAD_USER_INPUT']);
    expect(house.people.calls).toEqual([]);
  });

  test('is told where it stands and what is right, never repeated', async () => {
    const answer = await house.ask(`{ read(letter: { to: "${MISTYPED}" }) }`);
    expect(answer.errors?.[0]?.message).toMatch(/^letter\.to: EmailAddress expects an e-mail address like/);
    expect(JSON.stringify(answer)).not.toContain(MISTYPED);
  });

  test('costs its own place, under an alias and in a fragment', async () => {
    const query = `{ a: read(to: "${MISTYPED}") ...B b: read(to: "a@b.example") } fragment B on Query { c: read(at: "now") }`;
    const answer = await house.ask(query);
    expect(answer.data).toEqual({ a: null, c: null, b: '{"to":"a@b.example"}' });
    expect(told(answer)?.sort()).toEqual(['a BAD_USER_INPUT', 'c BAD_USER_INPUT']);
  });

  test('of an operation that is not asked for costs nothing', async () => {
    const query = `query A { read(to: "a@b.example") } query B { read(to: "${MISTYPED}") }`;
    expect(await house.ask(query, { operationName: 'A' })).toEqual({ data: { read: '{"to":"a@b.example"}' } });
  });

  test('keeps the whole mutation from being executed', async () => {
    const answer = await house.ask(`mutation { touch ...M } fragment M on Mutation { send(to: "${MISTYPED}") }`);
    expect(told(answer)).toEqual(['touch BAD_USER_INPUT']);
    expect(answer.errors?.[0]?.message).toMatch(/^Not executed: another part of the mutation is malformed \(to: Email/);
    expect(house.people.calls).toEqual([]);
    const alone = await house.ask(`mutation { send(to: "${MISTYPED}") }`);
    expect(alone.data).toEqual({ send: null });
    expect(told(alone)).toEqual(['send BAD_USER_INPUT']);
  });

  test('as a default value costs the operation, whether or not it is used', async () => {
    const query = `query ($to: EmailAddress = "${MISTYPED}") { read(to: $to) teams { name } }`;
    for (const variables of [{}, { to: 'a@b.example' }]) {
      const answer = await house.ask(query, { variables });
      expect(answer.data).toBeUndefined();
      expect(told(answer)).toEqual(['undefined BAD_USER_INPUT']);
      expect(answer.errors?.[0]?.message).toMatch(/^\$to: EmailAddress expects/);
    }
    expect([...house.people.calls, ...house.teams.calls]).toEqual([]);
  });
});

describe('a variable', () => {
  const READ =
    'query ($to: EmailAddress, $letter: Letter, $at: DateTime) { read(to: $to, letter: $letter, at: $at) teams { name } }';

  test.each([
    { to: MISTYPED },
    { to: 7 },
    { letter: { to: MISTYPED } },
    { letter: { to: 'a@b.example', copies: [MISTYPED] } },
    { at: '0000-01-01T00:00:00Z' },
  ])('that is malformed is refused before anything runs: %p', async (variables) => {
    const answer = await house.ask(READ, { variables });
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect([...house.people.calls, ...house.teams.calls]).toEqual([]);
  });

  test('travels on in its canonical form', async () => {
    const answer = await house.ask(READ, {
      variables: { at: '2026-09-01T18:30:00+02:00', letter: { to: 'A@b.example' } },
    });
    expect(JSON.parse(answer.data.read)).toEqual({ at: '2026-09-01T16:30:00.000Z', letter: { to: 'A@b.example' } });
  });

  test('that breaks a scalar’s rule keeps a mutation from being executed', async () => {
    const query = 'mutation ($to: EmailAddress!) { touch send(to: $to) }';
    expect((await house.ask(query, { variables: { to: MISTYPED } })).errors?.[0]?.extensions.code).toBe(
      'BAD_USER_INPUT',
    );
    expect(house.people.calls).toEqual([]);
  });
});
