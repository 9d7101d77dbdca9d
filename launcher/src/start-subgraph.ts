/** `npm run start:subgraph -- teams`: one subgraph in a process of its own. */
import { startSubgraph } from '@fieldhouse/kit';
import {
  createLogger,
  databaseUrlOf,
  readConfig,
  readEnvironment,
  readSupergraphFile,
  subgraphUrlOf,
} from '@fieldhouse/platform';
import { clientAmong, distantClients, isRefusedBy } from './distant-clients.ts';
import { ensureOwnPrefixes } from './id-prefixes.ts';
import { layKeyValue, laySignals, layTransport } from './infrastructure.ts';
import { loadSubgraph } from './load-subgraph.ts';
import { main } from './main.ts';
import { serveSubgraph } from './serve-subgraph.ts';
import { untilAskedToStop } from './shutdown.ts';
import { ensureOwnSettings, prepareDatabases } from './subgraphs.ts';

await main(async () => {
  const asked = untilAskedToStop();
  const [name = ''] = process.argv.slice(2);
  const subgraphs = readSupergraphFile();
  const entry = subgraphs.find((it) => it.name === name);
  if (!entry) throw new Error(`Say which: npm run start:subgraph -- ${subgraphs.map((it) => it.name).join(' | ')}`);
  ensureOwnPrefixes(subgraphs);
  const environment = readEnvironment();
  const config = readConfig(environment, { part: name });
  await ensureOwnSettings([entry], environment);
  const log = createLogger({ level: config.logLevel }).child({ subgraph: name });
  const databaseUrl = (database: string) => databaseUrlOf(config, database) ?? '';
  await prepareDatabases({ subgraphs: [entry], databaseUrl });
  const transport = await layTransport(config, databaseUrl, log, name);
  const keyValue = await layKeyValue(config, log);
  const signals = await laySignals(config, log);
  const clients = distantClients(subgraphs, name, config, log);
  const subgraph = await startSubgraph(await loadSubgraph(entry), {
    databaseUrl: databaseUrl(name),
    transport,
    client: (peer) => clientAmong(clients, peer),
    keyValue,
    signals,
    config,
    environment,
    log,
  });
  const server = await serveSubgraph(subgraph, new URL(subgraphUrlOf(config, entry)), config, log, {
    keyValue,
    isRefusedByPeers: () => isRefusedBy([...clients.values()].filter((client) => client.name !== name)),
  });
  log.info({ port: server.port }, 'ready');

  log.info({ signal: await asked }, 'stopping');
  await server.stop();
  await subgraph.stop();
  await Promise.all([
    transport.stop(),
    keyValue.stop(),
    signals.stop(),
    ...[...clients.values()].map((client) => client.stop()),
  ]);
  log.info({}, 'stopped');
});
