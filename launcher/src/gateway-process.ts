import { readFileSync } from 'node:fs';
import { startGateway } from '@fieldhouse/gateway';
import { createDenyList, createUseNotes, createViewers } from '@fieldhouse/kit';
import { type Config, createLogger, readSupergraphFile } from '@fieldhouse/platform';
import { freshSupergraph } from './compose.ts';
import { clientAmong, distantClients } from './distant-clients.ts';
import { gatewayConfigOf } from './gateway-config.ts';
import { layKeyValue, laySignals } from './infrastructure.ts';

/** The public door before subgraphs in processes of their own, until it is asked to stop. */
export async function liveAsGateway({ config, asked }: { config: Config; asked: Promise<string> }): Promise<void> {
  const log = createLogger({ level: config.logLevel }).child({ part: 'gateway' });
  const subgraphs = readSupergraphFile();
  const clients = distantClients(subgraphs, 'gateway', config, log);
  const [keyValue, signals] = await Promise.all([layKeyValue(config, log), laySignals(config, log)]);
  const denyList = createDenyList(keyValue);
  const jwks = () => clientAmong(clients, 'auth').fetchJson('/.well-known/jwks.json');
  const gateway = await startGateway({
    supergraphSdl: freshSupergraph(
      readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8'),
      subgraphs,
    ),
    clients,
    viewers: createViewers({ jwks, denyList, used: createUseNotes(keyValue) }),
    ...{ keyValue, signals },
    config: gatewayConfigOf(config),
    log,
    readiness: async () => ({
      shared: await keyValue.healthy(),
      denied: await denyList.isFilled().catch(() => false),
    }),
  });
  log.info({ url: gateway.url }, 'ready');

  log.info({ signal: await asked }, 'stopping');
  await gateway.stop();
  await Promise.all([keyValue.stop(), signals.stop(), ...[...clients.values()].map((client) => client.stop())]);
  log.info({}, 'stopped');
}
