import { readFileSync } from 'node:fs';
import { startGateway } from '@fieldhouse/gateway';
import { createDenyList, createViewers, type RunningSubgraph } from '@fieldhouse/kit';
import { freshSupergraph } from './compose.ts';
import { gatewayConfigOf } from './gateway-config.ts';
import { inProcessDoor } from './in-process-door.ts';
import type { Foundations } from './subgraphs.ts';

/** All subgraphs and the gateway, running. */
export interface House {
  readonly url: string;
  readonly subgraphs: ReadonlyMap<string, RunningSubgraph>;
  /** Closes the gateway's door first, then the subgraphs finish what they have. */
  stop(): Promise<void>;
}

const SUPERGRAPH = new URL('../../supergraph.graphql', import.meta.url);

/** Opens the public door before running subgraphs. */
export async function openHouse(foundations: Foundations, running: Map<string, RunningSubgraph>): Promise<House> {
  const { subgraphs, keyValue, config, log } = foundations;
  const doors = new Map(subgraphs.map(({ name }) => [name, inProcessDoor(name, 'gateway', running)]));
  const jwks = async () => doors.get('auth')?.fetchJson('/.well-known/jwks.json');
  const gateway = await startGateway({
    supergraphSdl: freshSupergraph(readFileSync(SUPERGRAPH, 'utf8'), subgraphs),
    doors,
    viewers: createViewers({ jwks, denyList: createDenyList(keyValue) }),
    config: gatewayConfigOf(config),
    log: log.child({ part: 'gateway' }),
    readiness: async () =>
      Object.fromEntries(await Promise.all([...running].map(async ([name, it]) => [name, await it.healthy()] as const))),
  });
  return {
    url: gateway.url,
    subgraphs: running,
    stop: async () => {
      await gateway.stop();
      await Promise.all([...running.values()].map((subgraph) => subgraph.stop()));
    },
  };
}
