import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { openHouse } from './fixture/house.ts';

/** A client that keeps its connection, as pools do. */
function keepingClient(origin: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return async (path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const sent: ClientRequest = request(origin + path, { agent, headers, method: body ? 'POST' : 'GET' });
    sent.end(body && JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = (await json(response)) as { data?: unknown; status?: string };
    return { status: response.statusCode, connection: response.headers.connection, answer };
  };
}

const TEAMS = { query: '{ teams { id } }' };

describe('a gateway that stops', () => {
  test('answers what is under way, then is gone', async () => {
    const house = await openHouse();
    let release: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => {
      house.teams.instead = () => {
        resolve();
        return new Promise((answer) => {
          release = () => answer({ data: { teams: [] } });
        });
      };
    });
    const answer = house.ask('{ teams { id } }');
    await underWay;
    const stopped = house.stop();
    release();
    expect(await answer).toEqual({ data: { teams: [] } });
    await stopped;
    await expect(fetch(house.url)).rejects.toThrow('fetch failed');
  });

  test('goes on answering in its drain window, says so, and lets connections go', async () => {
    const house = await openHouse({ config: { drainMs: 1_000 } });
    const client = keepingClient(house.origin);
    expect((await client('/graphql', TEAMS)).connection).toBe('keep-alive');
    const stopped = house.stop();
    expect(await client('/graphql', TEAMS)).toMatchObject({ status: 200, connection: 'close' });
    expect(await client('/readyz')).toMatchObject({ status: 503, answer: { status: 'draining' } });
    expect(await client('/healthz')).toMatchObject({ status: 200 });
    await stopped;
    await expect(client('/healthz')).rejects.toThrow('ECONNREFUSED');
  });

  test('cuts no connection of clients that come back: an answer lets each of them go', async () => {
    const house = await openHouse({ config: { drainMs: 300 } });
    const clients = Array.from({ length: 8 }, () => keepingClient(house.origin));
    const ask = async (client: (typeof clients)[number]) => {
      const { status, connection } = await client('/graphql', TEAMS);
      expect(status).toBe(200);
      return connection;
    };
    expect(await Promise.all(clients.map(ask))).toEqual(Array(8).fill('keep-alive'));
    const untilLetGo = async (client: (typeof clients)[number]) => {
      while ((await ask(client)) !== 'close');
    };
    const letGo = Promise.all(clients.map(untilLetGo));
    await house.stop();
    await letGo;
  });

  test('stops once, however often it is told to', async () => {
    const house = await openHouse();
    await Promise.all([house.gateway.stop(), house.gateway.stop(), house.stop()]);
  });

  test('leaves nothing behind when its port is taken', async () => {
    const house = await openHouse();
    const port = Number(new URL(house.url).port);
    await expect(openHouse({ config: { port } })).rejects.toThrow('PORT');
    await house.stop();
  });
});
