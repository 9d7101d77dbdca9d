import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger, SubgraphClient } from '@fieldhouse/platform';
import type { PlanningLimits } from './config.ts';
import { withExecutor } from './executor.ts';
import { explainingNulls } from './explained-nulls.ts';
import { answeringIntrospection } from './introspection.ts';
import { askingWhetherThere } from './nodes-that-are-there.ts';
import { planAtHand } from './planning/plan-at-hand.ts';
import { startPlanner, unavailable } from './planning/planner.ts';
import type { StartPlanningThread } from './planning/planning-thread.ts';
import type { RequestState } from './request-state.ts';
import { subgraphSource } from './subgraph-source.ts';
import { withoutAuthorisation } from './supergraph-sdl.ts';

interface FederationOptions {
  readonly supergraphSdl: string;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  readonly subgraphTimeoutMs: number;
  readonly queryPlans: boolean;
  readonly planning: PlanningLimits;
  readonly startPlanningThread?: StartPlanningThread | undefined;
  readonly log: Logger;
}

/**
 * The one seam to query planning and execution: everything else sees a `GatewayInterface`, whoever executes.
 * A thread plans, stock ApolloGateway executes, the clients fetch.
 */
export function createFederation(options: FederationOptions): GatewayInterface {
  const { clients, subgraphTimeoutMs, queryPlans, planning, startPlanningThread: startThread, log } = options;
  // Read in the constructor: without it the gateway reports to Apollo every hour and asks clouds who they are.
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const supergraphSdl = withoutAuthorisation(options.supergraphSdl);
  const plannerConfig = {
    // Plain text for every fetch: errors find their place in it.
    reuseQueryFragments: false,
    debug: { pathsLimit: planning.paths, maxEvaluatedPlans: planning.evaluatedPlans },
  };
  const planner = startPlanner({ supergraphSdl, plannerConfig, limits: planning, startThread, log });
  const { store, during } = planAtHand();
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) =>
      subgraphSource(clientFor(name, clients), { timeoutMs: subgraphTimeoutMs, log }) as GraphQLDataSource,
    queryPlannerConfig: { ...plannerConfig, cache: store },
    validateSupergraph: false,
    __exposeQueryPlanExperimental: queryPlans,
    logger: quietly(log),
  });
  const planned = withExecutor(gateway, (execute) => async (request) => {
    const { queryHash, source } = request;
    const { signal } = request.context as unknown as RequestState;
    // A known plan is there without waiting; a client that left before anything was done has asked for nothing.
    if (signal.aborted) throw unavailable();
    const plan = await planner.planFor({ queryHash, source, operationName: request.request.operationName }, signal);
    return during(plan, () => execute(request));
  });
  return {
    ...answeringIntrospection(explainingNulls(askingWhetherThere(planned, supergraphSdl))),
    stop: async () => {
      await planner.stop();
      await gateway.stop();
    },
  };
}

function clientFor(name: string, clients: ReadonlyMap<string, SubgraphClient>): SubgraphClient {
  const client = clients.get(name);
  if (!client) throw new Error(`The supergraph names the subgraph "${name}", and there is no client to it`);
  return client;
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
