import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { Viewers } from '@fieldhouse/kit';
import { type Logger, type SubgraphDoor, startHttpServer } from '@fieldhouse/platform';
import { maskedErrors, requestLog, specifiedStatus } from './answers.ts';
import type { GatewayConfig } from './config.ts';
import { createFederation } from './federation.ts';
import { routes } from './http/routes.ts';
import { limitsRule } from './limits.ts';
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
export async function startGateway({
  supergraphSdl,
  doors,
  viewers,
  config,
  log,
  readiness = async () => ({}),
}: GatewayOptions): Promise<RunningGateway> {
  const { limits, introspection, hideSuggestions, subgraphTimeoutMs, queryPlans } = config;
  const federation = createFederation({ supergraphSdl, doors, subgraphTimeoutMs, queryPlans, log });
  const apollo = new ApolloServer<RequestState>({
    gateway: refusingEarly(federation, supergraphSdl),
    introspection,
    hideSchemaDetailsFromClientErrors: hideSuggestions,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [limitsRule(limits)],
    plugins: [
      introspection
        ? ApolloServerPluginLandingPageLocalDefault({ embed: true })
        : ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      maskedErrors(log),
      specifiedStatus,
      requestLog(log),
    ],
  });
  await apollo.start();
  const server = await startHttpServer({
    host: config.host,
    port: config.port,
    drainMs: config.drainMs,
    maxBodyBytes: limits.bodyBytes,
    handler: routes({ apollo, viewers, doors, readiness, config, log }),
    log,
  });
  return {
    url: `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${server.port}/graphql`,
    stop: async () => {
      await server.stop();
      await apollo.stop();
    },
  };
}
