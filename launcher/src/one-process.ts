import { readFileSync } from 'node:fs';
import { startGateway } from '@fieldhouse/gateway';
import { createDenyList, createViewers, type RunningSubgraph, startSubgraph } from '@fieldhouse/kit';
import type { Transport } from '@fieldhouse/messaging';
import { type Config, ensureDatabase, type KeyValue, type Logger, migrate, type SubgraphEntry } from '@fieldhouse/platform';
import { freshSupergraph } from './compose.ts';
import { gatewayConfigOf } from './gateway-config.ts';
import { inProcessDoor } from './in-process-door.ts';
import { loadSubgraph } from './load-subgraph.ts';

/** What the whole house runs on when it runs in one process. */
export interface Foundations {
  readonly subgraphs: readonly SubgraphEntry[];
  readonly databaseUrl: (name: string) => string;
  readonly transport: Transport;
  readonly keyValue: KeyValue;
  readonly config: Config;
  readonly log: Logger;
}

/** All subgraphs and the gateway, running. */
export interface House {
  readonly url: string;
  readonly subgraphs: ReadonlyMap<string, RunningSubgraph>;
  /** Closes the gateway's door first, then the subgraphs finish what they have. */
  stop(): Promise<void>;
}

const SUPERGRAPH = new URL('../../supergraph.graphql', import.meta.url);

/** Creates and migrates the database of each subgraph. */
export async function prepareDatabases({ subgraphs, databaseUrl }: Pick<Foundations, 'subgraphs' | 'databaseUrl'>): Promise<number> {
  const applied = await Promise.all(subgraphs.map(async ({ name, prismaDirectory }) => {
    await ensureDatabase(databaseUrl(name));
    return migrate(databaseUrl(name), `${prismaDirectory}/migrations`);
  }));
  return applied.flat().length;
}

/** Starts the subgraphs side by side, in this process, on prepared databases. */
export async function startSubgraphs(foundations: Foundations): Promise<Map<string, RunningSubgraph>> {
  const { subgraphs, databaseUrl, config, log } = foundations;
  const running = new Map<string, RunningSubgraph>();
  await Promise.all(subgraphs.map(async (entry) => {
    const { name } = entry;
    const surroundings = {
      ...foundations,
      databaseUrl: databaseUrl(name),
      poolSize: config.databasePoolSize,
      door: (peer: string) => inProcessDoor(peer, name, running),
      log: log.child({ subgraph: name }),
    };
    running.set(name, await startSubgraph(await loadSubgraph(entry), surroundings));
  }));
  return running;
}

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
