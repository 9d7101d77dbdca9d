import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger, SubgraphDoor } from '@fieldhouse/platform';
import { explainingNulls } from './explained-nulls.ts';
import { subgraphSource } from './subgraph-source.ts';
import { withoutAuthorisation } from './supergraph-sdl.ts';

interface FederationOptions {
  readonly supergraphSdl: string;
  readonly doors: ReadonlyMap<string, SubgraphDoor>;
  readonly subgraphTimeoutMs: number;
  readonly queryPlans: boolean;
  readonly log: Logger;
}

/**
 * The one seam to query planning and execution: everything else sees a `GatewayInterface`, whoever executes.
 * Stock ApolloGateway plans and executes; the doors fetch.
 */
export function createFederation(options: FederationOptions): GatewayInterface {
  const { supergraphSdl, doors, subgraphTimeoutMs, queryPlans, log } = options;
  // Read in the constructor: without it the gateway reports to Apollo every hour and asks clouds who they are.
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const gateway = new ApolloGateway({
    supergraphSdl: withoutAuthorisation(supergraphSdl),
    buildService: ({ name }) =>
      subgraphSource(doorTo(name, doors), { timeoutMs: subgraphTimeoutMs, log }) as GraphQLDataSource,
    // Plain text for every fetch: errors find their place in it.
    queryPlannerConfig: { reuseQueryFragments: false },
    validateSupergraph: false,
    __exposeQueryPlanExperimental: queryPlans,
    logger: quietly(log),
  });
  return explainingNulls(gateway);
}

function doorTo(name: string, doors: ReadonlyMap<string, SubgraphDoor>): SubgraphDoor {
  const door = doors.get(name);
  if (!door) throw new Error(`The supergraph names the subgraph "${name}", and there is no door to it`);
  return door;
}

/** Apollo logs sentences; what it calls information is detail here. */
const quietly = (log: Logger) => {
  const detail = (message?: unknown) => log.debug({ from: '@apollo/gateway' }, String(message));
  return {
    debug: detail,
    info: detail,
    warn: (message?: unknown) => log.warn({ from: '@apollo/gateway' }, String(message)),
    error: (message?: unknown) => log.error({ from: '@apollo/gateway' }, String(message)),
  };
};
