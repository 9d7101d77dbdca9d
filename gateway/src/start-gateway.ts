import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { Viewers } from '@fieldhouse/kit';
import { type Logger, type SubgraphDoor, startHttpServer } from '@fieldhouse/platform';
import { chosenOperation, maskedErrors, notedOutcome, specifiedStatus } from './answers.ts';
import type { GatewayConfig } from './config.ts';
import { createFederation } from './federation.ts';
import { publishedKeys } from './http/key-set.ts';
import { routes } from './http/routes.ts';
import { limitsRule } from './limits.ts';
import { readinessOf } from './readiness.ts';
import { refusingEarly } from './refuse-early.ts';
import type { RequestState } from './request-state.ts';

/** What a gateway stands before and how. */
export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** The way to each subgraph, by name. */
  readonly doors: ReadonlyMap<string, SubgraphDoor>;
  readonly viewers: Viewers;
  readonly config: GatewayConfig;
  readonly log: Logger;
  /** Whether the parts that the gateway needs are there, by name. */
  readonly readiness?: () => Promise<Record<string, boolean>>;
}

/** An open public door. */
export interface RunningGateway {
  readonly url: string;
  /** Lets clients go first, then closes. */
  stop(): Promise<void>;
}

/** Opens the public door before the subgraphs. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { doors, viewers, config, log, readiness = async () => ({}) } = options;
  const { host, port, drainMs, corsOrigins, trustProxy, limits } = config;
  const apollo = apolloServer(options);
  await apollo.start();
  const behind = {
    ...{ apollo, viewers, corsOrigins, trustProxy, log },
    readiness: readinessOf(doors, readiness, log),
    keys: publishedKeys(doors.get('auth'), log),
  };
  const server = await startHttpServer({
    ...{ host, port, drainMs, maxBodyBytes: limits.bodyBytes, log },
    ...routes(behind),
  }).catch(async (error: unknown) => {
    await apollo.stop();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${server.port}/graphql`,
    // Apollo Server never settles a second stop that comes while the first is under way.
    stop: () => {
      stopped ??= server.stop().then(() => apollo.stop());
      return stopped;
    },
  };
}

function apolloServer({ supergraphSdl, doors, config, log }: GatewayOptions): ApolloServer<RequestState> {
  const { limits, introspection, hideSuggestions, subgraphTimeoutMs, queryPlans } = config;
  const federation = createFederation({ supergraphSdl, doors, subgraphTimeoutMs, queryPlans, log });
  return new ApolloServer<RequestState>({
    gateway: refusingEarly(federation, supergraphSdl),
    introspection,
    hideSchemaDetailsFromClientErrors: hideSuggestions,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Registering whatever text anybody sends is no list of known operations.
    persistedQueries: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [limitsRule(limits)],
    validationOptions: { maxErrors: 20 },
    plugins: [
      introspection
        ? ApolloServerPluginLandingPageLocalDefault({ embed: true })
        : ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      chosenOperation,
      maskedErrors(log),
      specifiedStatus,
      notedOutcome,
    ],
  });
}
