import { createDenyList, createViewers } from '@fieldhouse/kit';
import { createLogger, memoryKeyValue } from '@fieldhouse/platform';
import { defaultGatewayConfig, startGateway } from '../src/index.ts';
import { testClient } from './fixture/clients.ts';
import { composed } from './fixture/house.ts';
import { people, teams } from './fixture/subgraphs.ts';

describe('a gateway that shares nothing with others', () => {
  const start = (requestsPerMinute: number) =>
    startGateway({
      supergraphSdl: composed([people, teams]),
      clients: new Map([people, teams].map((it) => [it.name, testClient(it)])),
      viewers: createViewers({ jwks: async () => ({ keys: [] }), denyList: createDenyList(memoryKeyValue()) }),
      config: {
        ...defaultGatewayConfig,
        port: 0,
        limits: { ...defaultGatewayConfig.limits, requestsPerMinute },
      },
      log: createLogger({ level: 'silent' }),
    });
  const ask = async (url: string) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ teams { name } }' }),
    });
    return [response.status, await response.json()];
  };

  test('serves, and counts by itself', async () => {
    const gateway = await start(2);
    expect(await ask(gateway.url)).toEqual([200, { data: { teams: [{ name: 'Hawks' }, { name: 'Owls' }] } }]);
    // Should a new minute begin meanwhile, four are let through: two in each.
    const statuses = await Promise.all(Array.from({ length: 4 }, async () => (await ask(gateway.url))[0]));
    expect(statuses).toContain(429);
    await gateway.stop();
  });
});
