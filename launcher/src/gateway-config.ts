import { type DemoLogin, defaultGatewayConfig, type GatewayConfig } from '@fieldhouse/gateway';
import type { Config } from '@fieldhouse/platform';
import { DEMO_ADMIN } from './demo/index.ts';

/** The gateway's part of the configuration. */
export const gatewayConfigOf = (config: Config): GatewayConfig => ({
  ...defaultGatewayConfig,
  host: config.host,
  port: config.port,
  corsOrigins: config.corsOrigins,
  localPages: config.isEmbedded,
  introspection: config.introspection,
  demoLogins: demoLogins(config),
  trustProxy: config.trustProxy,
  answerTimeoutMs: config.answerTimeoutMs,
  maxUnreadBytes: config.maxUnreadBytes,
  maxConnectionsPerAddress: config.maxConnectionsPerAddress,
  drainMs: config.isEmbedded ? 0 : config.drainMs,
  requestTimeoutMs: config.requestTimeoutMs,
  subgraphTimeoutMs: config.subgraphTimeoutMs,
  queryPlans: config.queryPlans,
  planning: {
    ...defaultGatewayConfig.planning,
    timeoutMs: config.planTimeoutMs,
    paths: config.maxPlanPaths,
    waiting: config.maxWaitingPlans,
  },
  live: {
    connectionsPerPerson: config.maxLiveConnectionsPerPerson,
    connectionsPerAddress: config.maxLiveConnectionsPerAddress,
    subscriptionsPerConnection: config.maxSubscriptionsPerConnection,
    subscriptionsPerPerson: config.maxSubscriptionsPerPerson,
    subscriptionsPerAddress: config.maxSubscriptionsPerAddress,
    messageBytes: config.maxMessageBytes,
  },
  showCosts: config.isEmbedded,
  costLimits: config.costLimits,
  limits: {
    depth: config.maxDepth,
    aliases: config.maxAliases,
    rootFields: config.maxRootFields,
    fields: config.maxFields,
    tokens: config.maxTokens,
    documentLength: config.maxDocumentLength,
    variableValues: config.maxVariableValues,
    bodyBytes: config.maxBodyBytes,
    answerBytes: config.maxAnswerBytes,
    requestsPerMinute: config.maxRequestsPerMinute,
  },
});

/** The logins that the welcome tells, where there is a demo club. */
function demoLogins({ demoData, demoPassword: password, adminEmail }: Config): DemoLogin[] {
  const names = ['Coach', 'Player', 'Parent', ...(adminEmail === DEMO_ADMIN ? ['Admin'] : [])];
  if (!demoData) return [];
  return names.map((name) => ({ name, email: `${name.toLowerCase()}@riverside.example`, password }));
}
