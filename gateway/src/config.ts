import type { CostLimits } from './gatekeeper/cost/cost-limits.ts';
import type { OperationLimits } from './gatekeeper/operation-limits.ts';
import type { RateLimits } from './gatekeeper/rate.ts';
import type { SizeLimits } from './gatekeeper/size.ts';
import { LIVE_TIMES, type LiveLimits, type LiveTimes } from './live/live-limits.ts';

/** What one operation and one request may ask for at most. */
export interface Limits extends OperationLimits, SizeLimits, RateLimits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Bytes of an answer. */
  readonly answerBytes: number;
}

/** What finding out how to fetch an operation's parts may take at most. */
export interface PlanningLimits {
  /** Time for one plan. */
  readonly timeoutMs: number;
  /** Operations that wait to be planned. */
  readonly waiting: number;
  /** Ways to reach one selection: interfaces and unions in several subgraphs multiply them. */
  readonly paths: number;
  /** Complete plans that are compared; beyond it the best of them is taken. */
  readonly evaluatedPlans: number;
  /** Memory of the thread that plans. */
  readonly memoryMb: number;
}

/** A login whose password is no secret. */
export interface DemoLogin {
  /** Who it is, in one word. */
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** How the gateway listens and what it lets through. */
export interface GatewayConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Origins of web pages that may call the endpoint, exactly as browsers send them. */
  readonly corsOrigins: readonly string[];
  /** Whether every page of this very machine may call as well: a developer's own. */
  readonly localPages: boolean;
  readonly limits: Limits;
  readonly planning: PlanningLimits;
  /** How much may be subscribed to. */
  readonly live: LiveLimits;
  readonly liveTimes: LiveTimes;
  readonly costLimits: CostLimits;
  /** Whether every answer says what its operation cost; else those do whose client asks by the header `x-cost`. */
  readonly showCosts: boolean;
  /** How many proxies stand in front, each adding one address to X-Forwarded-For; 0 believes the socket only. */
  readonly trustProxy: number;
  /** How long a client may take over reading an answer. */
  readonly answerTimeoutMs: number;
  /** Bytes of answers that may wait for their clients, on all connections together. */
  readonly maxUnreadBytes: number;
  /** Connections that one address may hold open; not counted behind proxies, where all clients have theirs. */
  readonly maxConnectionsPerAddress: number;
  /** How long a stopping gateway goes on answering, with `Connection: close`, while balancers notice. */
  readonly drainMs: number;
  /** Time for a whole request: what has not come by then is SERVICE_UNAVAILABLE at its places. */
  readonly requestTimeoutMs: number;
  /** The longest that any subgraph may take, whatever its client allows. */
  readonly subgraphTimeoutMs: number;
  /** Whether the schema can be read, guessed at by suggestions ("Did you mean"), and Apollo Sandbox is served. */
  readonly introspection: boolean;
  /** Logins of the demo club, which GraphiQL has at hand. */
  readonly demoLogins: readonly DemoLogin[];
  /** Shows query plans to who asks for them by Apollo's header, as Sandbox does: they name subgraphs and internal fields. */
  readonly queryPlans: boolean;
}

/** Values that suit a laptop; production overrides them. */
export const defaultGatewayConfig: GatewayConfig = Object.freeze({
  host: '127.0.0.1',
  port: 4000,
  corsOrigins: [],
  localPages: false,
  limits: {
    depth: 15,
    aliases: 30,
    rootFields: 20,
    fields: 2_000,
    tokens: 2_000,
    documentLength: 100_000,
    variableValues: 10_000,
    bodyBytes: 1_000_000,
    answerBytes: 10_000_000,
    requestsPerMinute: 120_000,
  },
  planning: { timeoutMs: 3_000, waiting: 500, paths: 500, evaluatedPlans: 1_000, memoryMb: 256 },
  live: {
    connectionsPerPerson: 20,
    connectionsPerAddress: 500,
    subscriptionsPerConnection: 100,
    subscriptionsPerPerson: 200,
    subscriptionsPerAddress: 5_000,
    messageBytes: 250_000,
  },
  liveTimes: LIVE_TIMES,
  // For any supergraph; a club's are measured, and its configuration says them.
  costLimits: { anonymous: 10_000, user: 10_000 },
  showCosts: false,
  trustProxy: 0,
  answerTimeoutMs: 30_000,
  maxUnreadBytes: 100_000_000,
  maxConnectionsPerAddress: 1_000,
  drainMs: 0,
  requestTimeoutMs: 15_000,
  subgraphTimeoutMs: 15_000,
  introspection: true,
  demoLogins: [],
  queryPlans: false,
});
