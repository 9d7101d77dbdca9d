import { readFileSync } from 'node:fs';
import { type GatewayOptions, type RunningGateway, startGateway } from '@fieldhouse/gateway';
import { createDenyList, createUseNotes, createViewers, type RunningSubgraph } from '@fieldhouse/kit';
import { freshSupergraph } from './compose.ts';
import { gatewayConfigOf } from './gateway-config.ts';
import { inProcessClient } from './in-process-client.ts';
import { keptMails } from './kept-mails.ts';
import type { Infrastructure } from './subgraphs.ts';

const SUPERGRAPH = new URL('../../supergraph.graphql', import.meta.url);

/** Opens the public door before running subgraphs. */
export async function openHouse(
  infrastructure: Infrastructure,
  running: ReadonlyMap<string, RunningSubgraph>,
  { startPlanningThread }: Pick<GatewayOptions, 'startPlanningThread'> = {},
): Promise<RunningGateway> {
  const { subgraphs, transport, keyValue, signals, config, log, now = () => new Date() } = infrastructure;
  const clients = new Map(subgraphs.map(({ name }) => [name, inProcessClient(name, 'gateway', running)]));
  const denyList = createDenyList(keyValue);
  const jwks = async () => clients.get('auth')?.fetchJson('/.well-known/jwks.json');
  return startGateway({
    supergraphSdl: freshSupergraph(readFileSync(SUPERGRAPH, 'utf8'), subgraphs),
    clients,
    viewers: createViewers({ jwks, denyList, used: createUseNotes(keyValue), now }),
    ...{ keyValue, signals, now },
    config: gatewayConfigOf(config),
    log: log.child({ part: 'gateway' }),
    readiness: async () => ({ denied: await denyList.isFilled().catch(() => false) }),
    told: async () => ({ transport: await transport.healthy() }),
    ...(config.isEmbedded ? { mails: keptMails(running) } : {}),
    isWell: async (name) => running.get(name)?.healthy() ?? false,
    startPlanningThread,
  });
}
