import {
  createLogger,
  createSignatureVerifier,
  type HttpHandler,
  httpClient,
  startHttpServer,
} from '@fieldhouse/platform';
import { answerOf } from './fixture/clients.ts';
import { type House, openHouse } from './fixture/house.ts';
import { people } from './fixture/subgraphs.ts';

const SECRET = 'a secret that both ends of the wire know of';
const QUERY = '{ teams { name } person(id: "1") { name } }';

/** The people as a process of their own would serve them; tests put something else in its place. */
let serve: HttpHandler;
const verify = createSignatureVerifier({ recipient: 'people', secret: SECRET });
const properly: HttpHandler = async (request) => {
  await verify(request);
  const answer = await answerOf(people, { body: JSON.parse(request.body), headers: request.headers });
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
};

let house: House;
let server: Awaited<ReturnType<typeof startHttpServer>>;
const clientFor = (port: number, secret = SECRET) => {
  const url = `http://127.0.0.1:${port}/graphql`;
  const log = createLogger({ level: 'silent' });
  return httpClient({ log, name: 'people', url, caller: 'gateway', secret, timeoutMs: 200, maxResponseBytes: 10_000 });
};
beforeAll(async () => {
  const log = createLogger({ level: 'silent' });
  const handler: HttpHandler = (request) => serve(request);
  server = await startHttpServer({ host: '127.0.0.1', port: 0, handler, drainMs: 0, maxBodyBytes: 100_000, log });
  house = await openHouse({ clients: { people: clientFor(server.port) } });
});
afterAll(async () => {
  await house.stop();
  server.server.closeAllConnections();
  await server.stop();
});
beforeEach(() => {
  house.reset();
  serve = properly;
});

describe('a subgraph behind HTTP', () => {
  test('is asked with a signature', async () => {
    expect((await house.ask(QUERY)).data.person).toEqual({ name: 'Ada' });
  });

  test.each<[string, HttpHandler]>([
    ['hangs', () => new Promise(() => undefined)],
    ['fails', () => Promise.reject(new Error('boom'))],
    ['answers HTML', async () => ({ status: 200, body: '<h1>nginx/1.2 at 10.0.0.7</h1>' })],
    ['answers half', async () => ({ status: 200, body: '{"data":{"person":' })],
    ['answers no object', async () => ({ status: 200, body: '[]' })],
    ['answers too much', async () => ({ status: 200, body: JSON.stringify({ data: {}, x: 'y'.repeat(20_000) }) })],
    ['answers 502', async () => ({ status: 502, body: 'upstream http://10.0.0.7:4101 refused' })],
    ['drops the connection', async () => ({ status: 200, body: dying() })],
  ])('that %s costs its own fields only', async (_, handler) => {
    serve = handler;
    const response = await house.post({ query: QUERY });
    const text = await response.text();
    expect(text).not.toMatch(/10\.0\.0|127\.0\.0|nginx|boom|people/);
    const { data, errors } = JSON.parse(text);
    expect([response.status, data]).toEqual([200, { teams: [{ name: 'Hawks' }, { name: 'Owls' }], person: null }]);
    expect(errors).toEqual([expect.objectContaining({ path: ['person'], message: 'Temporarily unavailable' })]);
    expect(errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
  });

  test('is served again as soon as it answers again', async () => {
    serve = () => Promise.reject(new Error('boom'));
    expect((await house.ask(QUERY)).data.person).toBeNull();
    serve = properly;
    expect((await house.ask(QUERY)).data.person).toEqual({ name: 'Ada' });
  });

  test('answers no gateway whose signature is wrong', async () => {
    const stranger = await openHouse({
      clients: { people: clientFor(server.port, 'another secret than the subgraph has') },
    });
    const answer = await stranger.ask(QUERY);
    await stranger.stop();
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
  });

  test('that is not there at all is unavailable', async () => {
    const lonely = await openHouse({ clients: { people: clientFor(1) } });
    const answer = await lonely.ask(QUERY);
    await lonely.stop();
    expect(answer.data.teams).toHaveLength(2);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
  });
});

async function* dying() {
  yield '{"data":';
  throw new Error('cable cut');
}
