import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { settings } from '../src/config/settings.ts';
import { readSupergraphFile } from '../src/index.ts';

const file = new URL('../../../docker-compose.yml', import.meta.url);
const { services } = parse(readFileSync(file, 'utf8'), { merge: true });

describe('docker-compose.yml', () => {
  test.each(readSupergraphFile())('runs the subgraph $name of supergraph.yaml', ({ name }) => {
    expect(services[name]).toMatchObject({ image: 'fieldhouse', command: ['launcher/src/start-subgraph.ts', name] });
  });

  test('publishes every port to this machine only', () => {
    const ports: string[] = Object.values<{ ports?: string[] }>(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('hands every limit and switch of the public door to the gateway', () => {
    const own = Object.keys(settings).filter((name) => /^(MAX|PLAN|ANSWER)_|^INTROSPECTION$|^QUERY_PLANS$/.test(name));
    expect(Object.keys(services.gateway.environment)).toEqual(expect.arrayContaining(own));
  });

  test('hands every setting of Kafka to every subgraph', () => {
    const own = Object.keys(settings).filter((name) => name.startsWith('KAFKA_'));
    for (const { name } of readSupergraphFile())
      expect(Object.keys(services[name].environment)).toEqual(expect.arrayContaining(own));
  });

  test('gives the key material of auth to auth alone', () => {
    const holders = Object.entries<{ environment?: object }>(services)
      .filter(([, { environment }]) => environment && 'AUTH_SECRET' in environment)
      .map(([name]) => name);
    expect(holders).toEqual(['auth']);
  });
});
