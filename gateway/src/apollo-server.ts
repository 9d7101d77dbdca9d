import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger } from '@fieldhouse/platform';
import type { DocumentNode } from 'graphql';
import { answerText } from './answer-text.ts';
import { maskedErrors, notedOutcome, specifiedStatus } from './answers.ts';
import type { GatewayConfig } from './config.ts';
import { executingAdmitted } from './refused/executing-admitted.ts';
import type { RequestState } from './request-state.ts';
import { shownCost } from './shown-cost.ts';

interface ApolloServerParts {
  readonly federation: GatewayInterface;
  /** Documents that were parsed and found valid, by the SHA-256 of their text. */
  readonly documents: (hash: string) => DocumentNode | undefined;
  readonly config: GatewayConfig;
  readonly log: Logger;
}

/** What answers operations once they are admitted, and refuses what is none. */
export function apolloServer({ federation, documents, config, log }: ApolloServerParts): ApolloServer<RequestState> {
  const { limits, introspection, showCosts } = config;
  return new ApolloServer<RequestState>({
    gateway: executingAdmitted(federation),
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Whose request it is, the HTTP layer has asked already.
    csrfPrevention: false,
    // Registering whatever text anybody sends is no list of known operations.
    persistedQueries: false,
    parseOptions: { maxTokens: limits.tokens },
    stringifyResult: answerText,
    documentStore: onlyRead(documents),
    plugins: [
      introspection
        ? ApolloServerPluginLandingPageLocalDefault({ embed: true })
        : ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      maskedErrors(log, config),
      specifiedStatus,
      notedOutcome,
      shownCost(showCosts),
    ],
  });
}

/** Apollo Server puts the schema's hash before the text's; what it parses once more, under load, it need not keep. */
const onlyRead = (documents: ApolloServerParts['documents']) => ({
  get: async (key: string) => documents(key.slice(-64)),
  set: async () => undefined,
  delete: async () => false,
});
