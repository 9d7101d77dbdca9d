import { turns } from '@fieldhouse/platform';
import { buildSchema, getIntrospectionQuery } from 'graphql';
import { knownOperations } from '../src/gatekeeper/known-operations.ts';
import { defaultGatewayConfig } from '../src/index.ts';
import { type House, openHouse, read } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ config: { costLimits: { anonymous: null } } });
});
afterAll(() => house.stop());

const many = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join(' ');

/** How many pieces of work waited for their turn meanwhile. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  const take = jest.spyOn(turns, 'take');
  await work();
  const count = take.mock.calls.length;
  take.mockRestore();
  return count;
}

describe('what costs more than a moment', () => {
  test('is read in steps, each of which may wait; the same document once for all who ask', async () => {
    const schema = buildSchema('type Query { name: String }');
    const { find } = knownOperations(schema, { limits: defaultGatewayConfig.limits, introspection: true });
    const sizes: number[] = [];
    const step = <T>(work: () => T, size: number): T | Promise<T> => {
      sizes.push(size);
      return new Promise<T>((resolve) => setImmediate(() => resolve(work())));
    };
    const query = `{ ${many(20, (i) => `a${i}: name`)} }`;
    const found = await Promise.all(Array.from({ length: 30 }, () => find({ query }, step)));
    expect(new Set(found).size).toBe(1);
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.length).toBeLessThan(10);
    expect(sizes.every((size) => size === query.length)).toBe(true);
  });

  test('is taken over by the next where who read it first left', async () => {
    const { find } = knownOperations(buildSchema('type Query { name: String }'), {
      limits: defaultGatewayConfig.limits,
      introspection: true,
    });
    const leaving = async (): Promise<never> => {
      throw new Error('gone');
    };
    const [first, second] = await Promise.allSettled([
      find({ query: '{ name }' }, leaving),
      find({ query: '{ name }' }),
    ]);
    expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
  });

  test.each<[what: string, body: (index: number) => object]>([
    ['wrong documents', (i) => ({ query: `{ ${many(300, (k) => `x${i}_${k}`)} }` })],
    ['documents that are none', (i) => ({ query: `{ ${many(300, (k) => `x${i}_${k}`)} (` })],
    ['names without end', (i) => ({ query: `{ ${`x${i}`.padEnd(90_000, 'y')} }` })],
    ['readings of the schema', (i) => ({ query: `${getIntrospectionQuery()} #${i}` })],
    [
      'variables that nobody declared',
      () => ({ query: '{ __typename }', variables: { v: Array(9_000).fill('text') } }),
    ],
    ['large bodies', () => ({ query: '{ __typename }', padding: 'x'.repeat(500_000) })],
  ])('takes a turn for each request: %s', async (_, body) => {
    const requests = Array.from({ length: 20 }, (__, i) => house.post(body(i)).then((answer) => answer.text()));
    expect(await turnsDuring(() => Promise.all(requests))).toBeGreaterThanOrEqual(20);
  });

  test.each([
    ['while it is read', '{ me { id } everybody { friends { friends { id name } } } }'.padEnd(400)],
    ['while the schema is read', '{ __schema { types { name } } }'],
  ])('is unavailable where its time is over before its turn: %s', async (_, query) => {
    const hasty = await openHouse({ config: { requestTimeoutMs: 200 } });
    const take = jest
      .spyOn(turns, 'take')
      .mockImplementation(
        (__, { signal }) =>
          new Promise((___, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      );
    const response = await hasty.post({ query }, { accept: 'application/graphql-response+json' });
    take.mockRestore();
    const { errors } = await read(response);
    await hasty.stop();
    expect([response.status, errors[0].extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  });

  test('and a small known operation takes none', async () => {
    await house.ask('{ teams { id } }');
    expect(await turnsDuring(() => house.ask('{ teams { id } }'))).toBe(0);
  });
});

/** Node warns on the process that Jest keeps outside: a function of its world finds it. */
const outside: NodeJS.Process = (AbortSignal.constructor as FunctionConstructor)('return process')();

describe('fifty fetches for one request', () => {
  test('are no reason for a warning', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error) => warnings.push(name);
    outside.on('warning', note);
    const busy = await openHouse({
      config: {
        limits: { ...defaultGatewayConfig.limits, rootFields: 60, aliases: 60 },
        costLimits: { anonymous: null },
      },
    });
    const answer = await busy.ask(`{ ${many(50, (i) => `a${i}: person(id: "1") { shirt }`)} }`);
    const fetches = busy.people.calls.length + busy.teams.calls.length;
    await busy.stop();
    await new Promise(setImmediate);
    outside.off('warning', note);
    expect(answer.errors).toBeUndefined();
    expect(fetches).toBeGreaterThan(11);
    expect(warnings).toEqual([]);
  });
});
