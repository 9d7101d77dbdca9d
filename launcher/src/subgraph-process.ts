import { startSubgraph } from '@fieldhouse/kit';
import {
  type Config,
  createLogger,
  databaseUrlOf,
  type Environment,
  type SubgraphEntry,
  subgraphUrlOf,
} from '@fieldhouse/platform';
import { clientAmong, distantClients, isRefusedBy } from './distant-clients.ts';
import { ensureOwnPrefixes } from './id-prefixes.ts';
import { layKeyValue, laySignals, layTransport } from './infrastructure.ts';
import { loadSubgraph } from './load-subgraph.ts';
import { serveSubgraph } from './serve-subgraph.ts';
import { ensureOwnSettings, prepareDatabases } from './subgraphs.ts';

interface Life {
  readonly entry: SubgraphEntry;
  /** All of the house. */
  readonly subgraphs: readonly SubgraphEntry[];
  readonly config: Config;
  readonly environment: Environment;
  /** Resolves with the signal that asks to stop. */
  readonly asked: Promise<string>;
}

/** One subgraph among others in processes of their own, until it is asked to stop. */
export async function liveAsSubgraph({ entry, subgraphs, config, environment, asked }: Life): Promise<void> {
  const { name } = entry;
  ensureOwnPrefixes(subgraphs);
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
}
