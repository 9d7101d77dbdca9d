import type { PlanningLimits } from '../src/config.ts';
import { defaultGatewayConfig } from '../src/index.ts';
import { testClient } from './fixture/clients.ts';
import { composed, type House, openHouse } from './fixture/house.ts';
import { maze, steps } from './fixture/maze.ts';

const supergraphSdl = composed(maze);
const KNOWN = '{ size }';
/** Beyond every limit of time and memory, were nobody to stop it. */
const ENDLESS = steps(8);

let house: House;
afterEach(() => house.stop());

/** A gateway before the maze, which has answered the known operation. */
const open = async (planning: Partial<PlanningLimits> = {}) => {
  house = await openHouse({
    supergraphSdl,
    clients: Object.fromEntries(maze.map((miniature) => [miniature.name, testClient(miniature)])),
    config: { planning: { ...defaultGatewayConfig.planning, ...planning } },
  });
  expect(await house.ask(KNOWN)).toEqual({ data: { size: 4 } });
};
/** Neither paths nor plans are counted: only time and memory end it. */
const uncounted = { paths: 1_000_000_000, evaluatedPlans: 1_000_000_000 };
const codeOf = async (query: string) => (await house.ask(query)).errors?.[0]?.extensions.code;

describe('an operation that could be planned in too many ways', () => {
  test('is refused by their number, and what is within it is planned', async () => {
    await open();
    expect(await codeOf(ENDLESS)).toBe('COST_EXCEEDED');
    expect(await house.ask(steps(1))).toEqual({ data: { hall: { to: null } } });
  });

  test('is refused in words, once in the log', async () => {
    await open();
    const [first, second] = [await house.ask(ENDLESS), await house.ask(ENDLESS)];
    expect(first.errors?.[0]?.message).toMatch('too complex');
    expect(first.data).toBeUndefined();
    expect(second.errors?.[0]?.message).toBe(first.errors?.[0]?.message);
    expect(house.lines.filter(({ message }) => message === 'an operation is too complex to plan')).toHaveLength(1);
  });

  test('is refused when its time is over, and others are planned by a new thread', async () => {
    await open({ ...uncounted, timeoutMs: 1_000 });
    expect(await codeOf(ENDLESS)).toBe('COST_EXCEEDED');
    expect(await house.ask('{ size hall { id } }')).toEqual({ data: { size: 4, hall: { id: 'one' } } });
  });

  test('is refused when it needs more memory than planning has, and the house lives', async () => {
    await open({ ...uncounted, timeoutMs: 25_000, memoryMb: 64 });
    expect(await codeOf(ENDLESS)).toBe('COST_EXCEEDED');
    expect(await house.ask('{ size hall { id } }')).toEqual({ data: { size: 4, hall: { id: 'one' } } });
  });
});

describe('a slow plan', () => {
  test('keeps no known operation waiting', async () => {
    await open({ ...uncounted, timeoutMs: 2_000 });
    const answered: string[] = [];
    const slow = house.ask(ENDLESS).then(() => answered.push('slow'));
    for (let count = 0; count < 5; count += 1) await house.ask(KNOWN).then(() => answered.push('known'));
    await slow;
    expect(answered).toEqual(['known', 'known', 'known', 'known', 'known', 'slow']);
  });

  test('is made once for all who ask for it; whom no room is left for is told to come again', async () => {
    await open({ ...uncounted, timeoutMs: 2_000, waiting: 1 });
    await house.ask(KNOWN);
    const slow = [house.ask(ENDLESS), house.ask(ENDLESS)];
    for (let count = 0; count < 10; count += 1) await house.ask(KNOWN); // by then both are read and wait for their plan
    const refused = await house.post({ query: '{ hall { id } }' });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    const outcomes = (await Promise.all(slow)).map(({ errors }) => errors?.[0]?.extensions.code);
    expect(outcomes).toContain('COST_EXCEEDED');
    // Whom a busy machine reads so late that the other's place was the only one is sent away as well.
    expect(['COST_EXCEEDED', 'SERVICE_UNAVAILABLE']).toEqual(expect.arrayContaining(outcomes));
    expect(house.lines.filter(({ message }) => message === 'planning was given up')).toHaveLength(1);
    expect(await house.ask('{ hall { id } }')).toEqual({ data: { hall: { id: 'one' } } });
  });
});

describe('plans', () => {
  test('are chosen by operation name in a document of several', async () => {
    await open();
    const query = 'query Size { size } query Hall { hall { id } }';
    expect(await house.ask(query, { operationName: 'Hall' })).toEqual({ data: { hall: { id: 'one' } } });
    expect(await house.ask(query, { operationName: 'Size' })).toEqual({ data: { size: 4 } });
  });

  test('heed the conditions of each request', async () => {
    await open();
    const query = 'query ($all: Boolean!) { size hall @include(if: $all) { id } }';
    expect(await house.ask(query, { variables: { all: true } })).toEqual({ data: { size: 4, hall: { id: 'one' } } });
    expect(await house.ask(query, { variables: { all: false } })).toEqual({ data: { size: 4 } });
  });
});
