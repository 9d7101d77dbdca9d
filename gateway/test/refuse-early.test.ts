import { type House, openHouse } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const told = (answer: Awaited<ReturnType<House['ask']>>) =>
  answer.errors?.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`);

describe('what the token alone decides', () => {
  test('is refused before any fetch', async () => {
    const answer = await house.ask('{ me { id name } }');
    expect(answer.data).toEqual({ me: null });
    expect(told(answer)).toEqual(['me UNAUTHENTICATED']);
    expect(house.people.calls).toEqual([]);
  });

  test('is served to who is signed in', async () => {
    const answer = await house.ask('{ me { name email } }', { as: await house.token() });
    expect(answer).toEqual({ data: { me: { name: 'Ada', email: 'ada@example.org' } } });
    expect(house.people.calls).toHaveLength(1);
  });

  test('leaves the rest of the operation served, in the order asked for', async () => {
    const answer = await house.ask('{ a: me { id } teams { name } person(id: "1") { phone name } }');
    expect(JSON.stringify(answer.data)).toBe(
      '{"a":null,"teams":[{"name":"Hawks"},{"name":"Owls"}],"person":{"phone":null,"name":"Ada"}}',
    );
    expect(told(answer)).toEqual(['a UNAUTHENTICATED', 'person.phone UNAUTHENTICATED']);
    expect(answer.errors?.[0]?.message).toBe('Sign in first');
  });

  test('never reaches the subgraph', async () => {
    await house.ask('{ person(id: "1") { id phone } }', { as: await house.token() });
    expect(house.people.calls.map(({ body }) => body.query).join()).not.toContain('phone');
  });

  test.each([
    ['', 'FORBIDDEN'],
    ['contacts', 'FORBIDDEN'],
    ['contacts read', undefined],
    ['admin', undefined],
  ])('depends on scopes: with "%s" a phone number is %s', async (scope, code) => {
    const answer = await house.ask('{ person(id: "1") { phone } }', { as: await house.token(scope) });
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
    expect(answer.data.person.phone).toBe(code ? null : '+441');
    if (code) expect(answer.errors?.[0]?.message).toBe('Needs scope contacts and read, or admin');
  });

  test('does not care for policies: they are the subgraph’s to ask', async () => {
    await house.ask('{ person(id: "1") { diary } }');
    expect(house.people.calls[0]?.body.query).toContain('diary');
  });

  test('minds no alias that a client could think of', async () => {
    const answer = await house.ask('{ me { id } __refused_0: teams { name } }');
    expect(answer.data).toEqual({ me: null, __refused_0: [{ name: 'Hawks' }, { name: 'Owls' }] });
    expect(told(answer)).toEqual(['me UNAUTHENTICATED']);
  });

  test('takes the next alias when a client thought of the same, at no more cost than its own length', async () => {
    const aliases = Array.from({ length: 20 }, (_, i) => `__refused_${i}: __typename`).join(' ');
    const long = `__refused_${'_'.repeat(180)}`;
    const answer = await house.ask(`{ ${long}: __typename me { id } person(id: "1") { ${aliases} phone name } }`);
    expect(answer.data.person).toMatchObject({
      __refused_0: 'Person',
      __refused_19: 'Person',
      phone: null,
      name: 'Ada',
    });
    expect(told(answer)).toEqual(['me UNAUTHENTICATED', 'person.phone UNAUTHENTICATED']);
    const asked = house.people.calls.map(({ body }) => body.query).join();
    expect(asked.length).toBeLessThan(2_000);
  });

  test('holds in fragments and under aliases', async () => {
    const answer = await house.ask(`
      { person(id: "1") { ...Card ... on Person { e: phone } ... { name } } }
      fragment Card on Person { id p: phone ...Deeper }
      fragment Deeper on Person { q: phone }`);
    expect(answer.data.person).toEqual({ id: '1', p: null, q: null, e: null, name: 'Ada' });
    expect(told(answer)).toEqual(['person.p', 'person.q', 'person.e'].map((path) => `${path} UNAUTHENTICATED`));
  });

  test('is one error however many fragments ask for it', async () => {
    const query = '{ person(id: "1") { phone ...A } } fragment A on Person { phone ... on Person { phone } }';
    expect(told(await house.ask(query))).toEqual(['person.phone UNAUTHENTICATED']);
  });

  test('holds for the members of a union that it concerns', async () => {
    const query = '{ hits { ... on Person { name phone } ... on Club { name board } } }';
    const answer = await house.ask(query, { as: await house.token('contacts read') });
    expect(answer.data.hits).toEqual([
      { name: 'Ada', phone: '+441' },
      { name: 'Riverside', board: null },
    ]);
    expect(told(answer)).toEqual(['hits.1.board FORBIDDEN']);
  });

  test('holds below an interface', async () => {
    const answer = await house.ask(
      '{ named { name ... on Club { board } ... on Person { phone friends { phone } } } }',
    );
    expect(answer.data.named).toEqual([
      { name: 'Ada', phone: null, friends: [{ phone: null }, { phone: null }] },
      { name: 'Riverside', board: null },
    ]);
  });

  test('holds for fields that return a type with demands', async () => {
    const query = '{ shade vault { gold } }';
    expect(told(await house.ask(query))).toEqual(['shade UNAUTHENTICATED', 'vault UNAUTHENTICATED']);
    const answer = await house.ask(query, { as: await house.token('admin') });
    expect(answer).toEqual({ data: { shade: 'DARK', vault: { gold: 7 } } });
  });

  test('holds across subgraphs', async () => {
    const answer = await house.ask('{ teams { members { id name phone shirt } } }');
    expect(answer.data.teams[0].members[1]).toEqual({ id: '2', name: 'Bob', phone: null, shirt: 2 });
    expect(told(answer)).toEqual(
      ['teams.0.members.0.phone', 'teams.0.members.1.phone', 'teams.1.members.0.phone'].map(
        (path) => `${path} UNAUTHENTICATED`,
      ),
    );
    expect([house.teams.calls.length, house.people.calls.length]).toEqual([1, 1]);
  });

  test('saves the fetch that only it needed', async () => {
    await house.ask('{ teams { members { id phone } } }');
    expect([house.teams.calls.length, house.people.calls.length]).toEqual([1, 0]);
  });

  test('keeps a mutation from running, and only that one', async () => {
    const answer = await house.ask('mutation { rename(id: "1", name: "Eve") { name } touch }');
    expect(answer.data).toEqual({ rename: null, touch: 1 });
    expect(told(answer)).toEqual(['rename UNAUTHENTICATED']);
    expect(house.people.calls.map(({ body }) => body.query)).toEqual([expect.not.stringContaining('rename')]);
  });
});

describe('the error of a refused field', () => {
  test('stands where the null is, and nowhere else', async () => {
    const answer = await house.ask(
      '{ nobody: person(id: "7") { phone } bob: person(id: "2") { phone friends { phone } } }',
    );
    expect(answer.data).toEqual({ nobody: null, bob: { phone: null, friends: [] } });
    expect(told(answer)).toEqual(['bob.phone UNAUTHENTICATED']);
  });

  test('does not speak for a parent that failed for a reason of its own', async () => {
    house.people.instead = () => Promise.reject(new Error('down'));
    const answer = await house.ask('{ person(id: "1") { phone name } teams { id } }');
    expect(answer.data.person).toBeNull();
    expect(told(answer)).toEqual(['person SERVICE_UNAVAILABLE']);
  });

  test('comes beside those of others', async () => {
    const answer = await house.ask('{ person(id: "1") { phone } faulty me { id } }');
    expect(answer.data).toEqual({ person: { phone: null }, faulty: null, me: null });
    expect(told(answer)).toEqual([
      'person.phone UNAUTHENTICATED',
      'me UNAUTHENTICATED',
      'faulty INTERNAL_SERVER_ERROR',
    ]);
  });

  test('says where in the document, in a fragment too', async () => {
    const answer = await house.ask('{ person(id: "1") {\n ...A } }\r\nfragment A on Person {\n  phone }');
    expect(answer.errors?.map(({ locations }) => locations)).toEqual([[{ line: 4, column: 3 }]]);
  });

  test('is told of a hundred items of a list, however many there are', async () => {
    const answer = await house.ask('{ crowd(size: 300) { phone } }');
    expect(answer.data.crowd).toHaveLength(300);
    expect(answer.data.crowd.at(-1)).toEqual({ phone: null });
    expect(told(answer)).toHaveLength(100);
    expect(told(answer)?.at(-1)).toBe('crowd.99.phone UNAUTHENTICATED');
  });

  test('explains each null once: the first field that made it', async () => {
    const answer = await house.ask('{ maybeEverybody { phone email again: email } teams { budget } }');
    expect(answer.data).toBeNull();
    expect(told(answer)).toEqual(['teams.0.budget UNAUTHENTICATED']);
    const items = await house.ask('{ maybeEverybody { phone email again: email } }');
    expect(items.data).toEqual({ maybeEverybody: [null, null, null, null] });
    expect(told(items)).toEqual([0, 1, 2].map((index) => `maybeEverybody.${index}.email UNAUTHENTICATED`));
  });

  test('heeds what the client itself left out', async () => {
    const query = `query ($no: Boolean!) {
      person(id: "1") { ... @skip(if: $no) { p: phone } ...A @include(if: $no) q: phone @skip(if: true) }
    } fragment A on Person { r: phone }`;
    expect(told(await house.ask(query, { variables: { no: true } }))).toEqual(['person.r UNAUTHENTICATED']);
    expect(told(await house.ask(query, { variables: { no: false } }))).toEqual(['person.p UNAUTHENTICATED']);
  });

  test('is the same the second time, and another for another viewer', async () => {
    const query = '{ person(id: "1") { phone email } }';
    const asked = async (as?: string) => told(await house.ask(query, as ? { as } : {}));
    expect(await asked()).toEqual(['person.email UNAUTHENTICATED']);
    expect(await asked(await house.token())).toEqual(['person.phone FORBIDDEN']);
    expect(await asked(await house.token('admin'))).toBeUndefined();
    expect(await asked()).toEqual(['person.email UNAUTHENTICATED']);
  });
});

describe('a refused field that cannot be null', () => {
  test('makes what holds it null', async () => {
    const answer = await house.ask('{ person(id: "1") { name email } teams { id } }');
    expect(answer.data).toEqual({ person: null, teams: [{ id: 'a' }, { id: 'b' }] });
    expect(told(answer)).toEqual(['person.email UNAUTHENTICATED']);
  });

  test('makes items of a list null where they can be', async () => {
    const answer = await house.ask('{ maybeEverybody { email } }');
    expect(answer.data).toEqual({ maybeEverybody: [null, null, null, null] });
  });

  test('rises through lists that hold no nulls', async () => {
    const answer = await house.ask(
      '{ person(id: "1") { friends { friends { email } } } touched: person(id: "2") { id } }',
    );
    expect(answer.data).toEqual({ person: null, touched: { id: '2' } });
  });

  test('empties the whole answer when nothing on the way can be null', async () => {
    expect((await house.ask('{ teams { budget } }')).data).toBeNull();
  });

  test('harms no member of a union that it does not concern', async () => {
    const answer = await house.ask('{ named { ... on Person { friends { email } } ... on Club { name } } }');
    expect(answer.data).toBeNull();
    const empty = await house.ask('{ person(id: "2") { name friends { email } } }');
    expect(empty.data).toEqual({ person: { name: 'Bob', friends: [] } });
  });
});

describe('what the client left out by itself', () => {
  const QUERY = 'query Q($phone: Boolean! = false) { person(id: "1") { name phone @include(if: $phone) } }';

  test('is not refused', async () => {
    expect(await house.ask(QUERY)).toEqual({ data: { person: { name: 'Ada' } } });
    expect(await house.ask('{ person(id: "1") { name ... @skip(if: true) { phone } } }')).toEqual({
      data: { person: { name: 'Ada' } },
    });
  });

  test('is refused when a variable puts it in', async () => {
    const answer = await house.ask(QUERY, { variables: { phone: true } });
    expect(answer.data).toEqual({ person: { name: 'Ada', phone: null } });
    expect(told(answer)).toEqual(['person.phone UNAUTHENTICATED']);
  });

  test('is told as bad input when the variable does not fit', async () => {
    const answer = await house.ask(QUERY, { variables: { phone: 'yes' } });
    expect(told(answer)).toEqual(['undefined BAD_USER_INPUT']);
  });

  test('is not mixed up with another operation of the document', async () => {
    const query = 'query A { me { id } } query B { teams { id } }';
    expect(await house.ask(query, { operationName: 'B' })).toEqual({ data: { teams: [{ id: 'a' }, { id: 'b' }] } });
    expect(told(await house.ask(query, { operationName: 'A' }))).toEqual(['me UNAUTHENTICATED']);
  });
});

describe('a token that is not honoured', () => {
  test('is named as the reason', async () => {
    const { privateKey } = await (await import('jose')).generateKeyPair('EdDSA');
    const answer = await house.ask('{ me { id } teams { id } }', { as: await house.token('admin', { privateKey }) });
    expect(answer.errors?.map(({ message }) => message)).toEqual(['The access token is not valid']);
    expect(answer.data).toEqual({ me: null, teams: [{ id: 'a' }, { id: 'b' }] });
    expect(house.teams.calls[0]?.headers.authorization).toBeUndefined();
  });
});
