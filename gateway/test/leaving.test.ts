import { once } from 'node:events';
import { answerOf, type Call, testClient } from './fixture/clients.ts';
import { composed, type House, openHouse } from './fixture/house.ts';
import { miniature, people, teams } from './fixture/subgraphs.ts';

/** A promise and how to keep it. */
function promised<T = void>() {
  let keep: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

/** Two subgraphs that write, and what was written. */
const written: string[] = [];
const north = miniature('north', 'type Query { a: Int } type Mutation { first: Int third: Int }', {
  Mutation: { first: () => written.push('first'), third: () => written.push('third') },
});
const south = miniature('south', 'type Query { b: Int } type Mutation { second: Int }', {
  Mutation: { second: () => written.push('second') },
});
const writers = composed([north, south]);

let house: House;
afterEach(() => house.stop());

const told = (errors: readonly { path?: unknown; extensions: { code?: unknown } }[] | undefined) =>
  errors?.map(({ path, extensions }) => `${(path as unknown[]).join('.')} ${extensions.code}`);
const silent = () => new Promise<never>(() => undefined);

/** Holds the subgraph's answer back until it is let go, and says when it was asked. */
function held(client: House['people'], miniature: typeof people) {
  const [asked, letGo] = [promised<Call>(), promised()];
  client.instead = async (call) => {
    asked.keep(call);
    await letGo.promise;
    return answerOf(miniature, call);
  };
  return { asked: asked.promise, letGo: letGo.keep };
}

const leaving = async (query: string) => {
  const leave = new AbortController();
  const response = fetch(house.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: leave.signal,
  });
  const left = expect(response).rejects.toThrow();
  return { leave: () => leave.abort(), left };
};

/** Asks until it is answered: then its plan is known, and time passes in subgraphs only. */
const planned = async (query: string) => {
  for (;;) {
    const { errors } = await house.ask(query);
    if (!errors) break;
  }
  written.length = 0;
};

const lineOf = async () => {
  for (;;) {
    const line = house.lines.find(({ message }) => message === 'request');
    if (line) return line;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('a client that leaves', () => {
  test('ends the fetch that is under way, and no other is begun', async () => {
    house = await openHouse();
    const { asked } = held(house.people, people);
    const { leave, left } = await leaving('{ everybody { name shirt } }');
    const { signal } = await asked;
    expect(signal?.aborted).toBe(false);
    leave();
    await left;
    await lineOf();
    expect(signal?.aborted).toBe(true);
    expect([house.people.calls.length, house.teams.calls.length]).toEqual([1, 0]);
  });

  test('leaves a mutation that has begun to be carried out whole', async () => {
    const clients = { north: testClient(north), south: testClient(south) };
    house = await openHouse({ supergraphSdl: writers, clients });
    written.length = 0;
    const { asked, letGo } = held(clients.north, north);
    const { leave, left } = await leaving('mutation { first second third }');
    expect((await asked).signal).toBeUndefined();
    leave();
    await left;
    letGo();
    await lineOf();
    expect(written).toEqual(['first', 'second', 'third']);
  });
});

describe('a request whose time is over', () => {
  test('is answered with what has come', async () => {
    const query = '{ teams { name } maybeEverybody { id } }';
    house = await openHouse({ config: { requestTimeoutMs: 500 } });
    await planned(query);
    house.people.instead = silent;
    const answer = await house.ask(query);
    expect(answer.data).toEqual({ teams: [{ name: 'Hawks' }, { name: 'Owls' }], maybeEverybody: null });
    expect(told(answer.errors)).toEqual(['maybeEverybody SERVICE_UNAVAILABLE']);
  });

  test('begins no further fetch, however much time each would have', async () => {
    const query = '{ teams { name members { name } } }';
    house = await openHouse({ config: { requestTimeoutMs: 500 } });
    await planned(query);
    house.reset();
    house.teams.instead = async (call) => {
      // Answers when the request's time is over.
      await new Promise((resolve) => call.signal?.addEventListener('abort', resolve));
      return answerOf(teams, call);
    };
    const answer = await house.ask(query);
    expect(answer.errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect([house.teams.calls.length, house.people.calls.length]).toEqual([1, 0]);
  });

  test('hears what was written, and begins to write nothing more', async () => {
    const clients = { north: testClient(north), south: testClient(south) };
    house = await openHouse({ supergraphSdl: writers, clients, config: { requestTimeoutMs: 500 } });
    const query = 'mutation { first second third }';
    await planned(query);
    // No signal tells what writes that its time is over: it is not to stop.
    clients.north.instead = async (call) => {
      await once(AbortSignal.timeout(900), 'abort');
      return answerOf(north, call);
    };
    const answer = await house.ask(query);
    expect(answer.data).toEqual({ first: 1, second: null, third: null });
    expect(told(answer.errors)).toEqual(['second SERVICE_UNAVAILABLE', 'third SERVICE_UNAVAILABLE']);
    expect(written).toEqual(['first']);
  });
});
