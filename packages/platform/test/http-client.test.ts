import {
  createLogger,
  createSignatureVerifier,
  freePort,
  type HttpHandler,
  type HttpRequest,
  type HttpServer,
  httpClient,
  type SubgraphClient,
  startHttpServer,
} from '../src/index.ts';

const log = createLogger({ level: 'silent' });
const secret = 'a secret that only the services know';
const verify = createSignatureVerifier({ recipient: 'teams', secret });

const servers: HttpServer[] = [];
const clients: SubgraphClient[] = [];

afterEach(async () => {
  for (const { server } of servers) server.closeAllConnections();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(clients.splice(0).map((client) => client.stop()));
});

function clientFor(port: number, rest: { timeoutMs?: number; maxResponseBytes?: number } = {}): SubgraphClient {
  const url = `http://127.0.0.1:${port}/graphql`;
  const client = httpClient({
    log: createLogger({ level: 'silent' }),
    name: 'teams',
    url,
    caller: 'events',
    secret,
    timeoutMs: 5_000,
    ...rest,
  });
  clients.push(client);
  return client;
}

async function subgraph(handler: HttpHandler): Promise<number> {
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, handler, drainMs: 0, maxBodyBytes: 1_000, log });
  servers.push(server);
  return server.port;
}

const json = (body: unknown) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const signed = ({ path, search, ...request }: HttpRequest) => verify({ ...request, path: path + search });
const checked = async (request: HttpRequest, answer: unknown) => {
  await signed(request);
  return json(answer);
};
const unavailable = expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', message: 'teams is not available' });

describe('a client over HTTP', () => {
  test('brings a signed request and its answer', async () => {
    const port = await subgraph(async (request) =>
      json({ data: { ...(await signed(request)), query: JSON.parse(request.body) } }),
    );
    const answer = await clientFor(port).execute({ query: '{ team }', variables: { id: 'tem_1' } }, {});
    expect(answer).toEqual({ data: { caller: 'events', query: { query: '{ team }', variables: { id: 'tem_1' } } } });
  });

  test('forwards who asks, under the signature, and nothing else of the client', async () => {
    const port = await subgraph(async (request) => checked(request, { data: request.headers }));
    const headers = {
      authorization: 'Bearer x',
      'x-request-id': 'r1',
      cookie: 'session=1',
      'x-fieldhouse-caller': 'auth',
    };
    const { data } = await clientFor(port).execute({ query: '{ me }' }, headers);
    expect(data).toMatchObject({ authorization: 'Bearer x', 'x-request-id': 'r1', 'x-fieldhouse-caller': 'events' });
    expect(data).not.toHaveProperty('cookie');
  });

  test('fetches a document', async () => {
    const port = await subgraph(async (request) => checked(request, { path: request.path }));
    expect(await clientFor(port).fetchJson('/.well-known/jwks.json')).toEqual({ path: '/.well-known/jwks.json' });
  });

  test('passes GraphQL errors on as they are', async () => {
    const errors = [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }];
    const port = await subgraph(async () => json({ data: null, errors }));
    expect(await clientFor(port).execute({ query: '{ me }' }, {})).toEqual({ data: null, errors });
  });

  test('keeps its connections', async () => {
    const ports = new Set<number | undefined>();
    const port = await subgraph(async () => json({ data: {} }));
    servers[0]?.server.on('request', (request) => ports.add(request.socket.remotePort));
    const client = clientFor(port);
    for (let times = 0; times < 20; times += 1) await client.execute({ query: '{ me }' }, {});
    expect(ports.size).toBeLessThan(4);
  });

  const wrong: Record<string, HttpHandler> = {
    'an error page': async () => ({ status: 502, body: '<html>Bad gateway at 10.0.0.7</html>' }),
    'broken JSON': async () => ({ status: 200, body: '{"data":' }),
    'something that is not GraphQL': async () => json(['hello']),
    'too much': async () => json({ data: 'x'.repeat(50_000) }),
    nothing: () => new Promise(() => undefined),
  };
  test.each(Object.keys(wrong))('says only that the subgraph is not available when it answers %s', async (name) => {
    const port = await subgraph(wrong[name] ?? (async () => json({})));
    const client = clientFor(port, { timeoutMs: 300, maxResponseBytes: 20_000 });
    await expect(client.execute({ query: '{ me }' }, {})).rejects.toEqual(unavailable);
  });

  test('says the same when nobody listens, and works once somebody does', async () => {
    const port = await freePort();
    const client = clientFor(port);
    await expect(client.execute({ query: '{ me }' }, {})).rejects.toEqual(unavailable);
    const handler: HttpHandler = async () => json({ data: {} });
    servers.push(await startHttpServer({ host: '127.0.0.1', port, handler, drainMs: 0, maxBodyBytes: 1_000, log }));
    expect(await client.execute({ query: '{ me }' }, {})).toEqual({ data: {} });
  });
});
