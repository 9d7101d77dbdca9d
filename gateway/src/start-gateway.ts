import type { Viewers } from '@fieldhouse/kit';
import {
  headersOf,
  type KeyValue,
  type Logger,
  memoryKeyValue,
  memorySignals,
  type Signals,
  type SubgraphClient,
  startHttpServer,
} from '@fieldhouse/platform';
import type { GraphQLSchema } from 'graphql';
import { apolloServer } from './apollo-server.ts';
import { UNAVAILABLE } from './codes.ts';
import type { GatewayConfig } from './config.ts';
import { demandsOf } from './demands.ts';
import { createFederation } from './federation.ts';
import { priceListOf } from './gatekeeper/cost/price-list.ts';
import { createGatekeeper } from './gatekeeper/gatekeeper.ts';
import { refusal } from './gatekeeper/refused.ts';
import { allowedOrigins } from './http/cors.ts';
import { dressed } from './http/dress.ts';
import { publishedKeys } from './http/key-set.ts';
import type { KeptMail } from './http/mailbox.ts';
import { routes } from './http/routes.ts';
import { ensureWelcome } from './http/welcome.ts';
import { lanes } from './lanes.ts';
import { openLive } from './live/live.ts';
import type { StartPlanningThread } from './planning/planning-thread.ts';
import { readinessOf } from './readiness.ts';
import { clientAddress, requestIdOf } from './request-state.ts';
import { knowSharedScalars } from './shared-scalars.ts';

/** What a gateway stands before and how. */
export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** The way to each subgraph, by name. */
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  readonly viewers: Viewers;
  /** What all gateways of the club share: how often each caller asked. A gateway that is alone can do without. */
  readonly keyValue?: KeyValue;
  /** Where the gateway hears of changes; without, those who subscribe hear of none. */
  readonly signals?: Signals;
  readonly config: GatewayConfig;
  readonly log: Logger;
  /** Whether the parts that the gateway needs are there, by name. */
  readonly readiness?: () => Promise<Record<string, boolean>>;
  /** Parts that readiness tells of, by name; the gateway serves without them. */
  readonly told?: () => Promise<Record<string, boolean>>;
  /** Whether a subgraph is well, where more can be known than that it answers. */
  readonly isWell?: (subgraph: string) => Promise<boolean>;
  readonly now?: () => Date;
  /** Mails that are kept instead of sent: shown at /mail to this very machine, where the house is a developer's. */
  readonly mails?: () => Promise<readonly KeptMail[]>;
  /** Starts the thread that plans; its own, unless one is shared. */
  readonly startPlanningThread?: StartPlanningThread | undefined;
}

/** An open public door. */
export interface RunningGateway {
  readonly url: string;
  /** Lets clients go first, then closes. */
  stop(): Promise<void>;
}

const unavailable = () => refusal(UNAVAILABLE.code, UNAVAILABLE.message, 503);

/** Opens the public door before the subgraphs. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { clients, viewers, config, log } = options;
  const { host, port, trustProxy, requestTimeoutMs, planning, limits } = config;
  const { keyValue, forget } = countersOf(options);
  const { apollo, gatekeeper } = await startApollo({ ...options, keyValue });
  const mayRead = allowedOrigins(config.corsOrigins, config);
  const isLocal = config.localPages && LOOPBACK.includes(host) && trustProxy === 0;
  const lanesOfAll = lanes({ waiting: planning.waiting, refusal: unavailable });
  const live = await openLive({
    ...{ apollo, gatekeeper, viewers, lanes: lanesOfAll, requestTimeoutMs, log },
    ...{ supergraphSdl: options.supergraphSdl, answerBytes: limits.answerBytes },
    signals: options.signals ?? memorySignals(log),
    limits: config.live,
    times: config.liveTimes,
    now: options.now ?? (() => new Date()),
    ensureWelcome: (head) => ensureWelcome(head, { isLocal, mayRead }),
    addressOf: (request) =>
      clientAddress({ headers: headersOf(request), peerAddress: request.socket.remoteAddress ?? '' }, trustProxy),
    dress: (refusal, headers) =>
      dressed(refusal, { requestId: requestIdOf({}), asked: { origin: headers.origin }, mayRead }),
  });
  const behind = {
    ...{ apollo, gatekeeper, viewers, trustProxy, requestTimeoutMs, log },
    answerBytes: limits.answerBytes,
    lanes: lanesOfAll,
    openStream: live.stream,
    hasPages: config.introspection,
    demoLogins: config.demoLogins,
    ...{ mayRead, isLocal },
    readiness: readinessOf({ clients, needed: nothing, told: nothing, ...parts(options), log }),
    mails: options.mails,
    keys: publishedKeys(clients.get('auth'), log),
  };
  const server = await startHttpServer({
    ...{ host, port, log },
    ...httpLimits(config),
    ...routes(behind),
    upgrade: live.upgrade,
    letGo: live.drain,
  }).catch(async (error: unknown) => {
    live.stop();
    await apollo.stop();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${server.port}/graphql`,
    // Apollo Server never settles a second stop that comes while the first is under way.
    stop: () => {
      stopped ??= server
        .stop()
        .then(live.stop)
        .then(() => apollo.stop())
        .then(forget);
      return stopped;
    },
  };
}

/** Where requests are counted, and what ends it if it is this gateway's own. */
function countersOf({ keyValue }: GatewayOptions): { keyValue: KeyValue; forget: () => Promise<void> } {
  if (keyValue) return { keyValue, forget: async () => undefined };
  const own = memoryKeyValue();
  return { keyValue: own, forget: () => own.stop() };
}

const nothing = async () => ({});
const parts = ({ readiness: needed, told, isWell, now }: GatewayOptions) => ({
  ...(needed ? { needed } : {}),
  ...(told ? { told } : {}),
  isWell,
  now,
});

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

const httpLimits = ({ limits, trustProxy, maxConnectionsPerAddress, ...config }: GatewayConfig) => ({
  drainMs: config.drainMs,
  maxBodyBytes: limits.bodyBytes,
  answerTimeoutMs: config.answerTimeoutMs,
  maxUnreadBytes: config.maxUnreadBytes,
  maxConnectionsPerAddress: trustProxy === 0 ? maxConnectionsPerAddress : undefined,
});

/** Apollo Server and who stands before it: the schema that requests are checked against is the one that it serves. */
async function startApollo(options: GatewayOptions & { keyValue: KeyValue }) {
  const { supergraphSdl, keyValue, config, log } = options;
  const { limits, costLimits, introspection } = config;
  const federation = createFederation({ ...options, ...config });
  const { demands, prices } = { demands: demandsOf(supergraphSdl), prices: priceListOf(supergraphSdl) };
  const gatekeeperFor = (schema: GraphQLSchema) =>
    createGatekeeper({ schema, demands, limits, prices, costLimits, introspection, counters: keyValue });
  let gatekeeper: ReturnType<typeof gatekeeperFor> | undefined;
  federation.onSchemaLoadOrUpdate(({ apiSchema }) => {
    knowSharedScalars(apiSchema);
    gatekeeper = gatekeeperFor(apiSchema);
  });
  const apollo = apolloServer({ federation, documents: (hash) => gatekeeper?.document(hash), config, log });
  await apollo.start();
  if (!gatekeeper) throw new Error('The federation has no schema');
  return { apollo, gatekeeper };
}
