import type { QueryPlan, QueryPlannerConfig } from '@apollo/query-planner';
import type { Logger } from '@fieldhouse/platform';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { FAULT, UNAVAILABLE } from '../codes.ts';
import type { PlanningLimits } from '../config.ts';
import { unless } from '../deadline.ts';
import {
  type Outcome,
  type PlannedOperation,
  type StartPlanningThread,
  startPlanningThread,
} from './planning-thread.ts';

/** An operation to plan; the hash stands for its text. */
export interface Plannable extends PlannedOperation {
  readonly queryHash: string;
}

/** Makes plans, and remembers them. */
export interface Planner {
  /** The operation's plan. Rejects with what the client is told when there is none, or when `signal` fires first. */
  planFor(operation: Plannable, signal: AbortSignal): Promise<QueryPlan>;
  stop(): Promise<void>;
}

/** A plan, or why there will be none. */
type Planned = { readonly plan: QueryPlan } | { readonly refusal: () => GraphQLError };

/** One operation that is being planned, or waits for its turn. */
interface Job {
  /** Requests that wait for it. */
  wanted: number;
  readonly planned: Promise<Planned>;
}

const MEGABYTE = 1_000_000;
const REMEMBERED = { max: 10_000, maxSize: 30 * MEGABYTE };

/** A machine that was slow once may be quicker the next time. */
const REFUSAL_MS = 60_000;

/**
 * Plans in a thread of its own: one operation after the other, each once however many ask for it, and none that nobody
 * waits for any longer.
 */
export function startPlanner(options: {
  readonly supergraphSdl: string;
  readonly plannerConfig: QueryPlannerConfig;
  readonly limits: PlanningLimits;
  readonly startThread?: StartPlanningThread | undefined;
  readonly log: Logger;
}): Planner {
  const { supergraphSdl, plannerConfig, limits, startThread = startPlanningThread, log } = options;
  const { timeoutMs, memoryMb } = limits;
  const thread = startThread({ supergraphSdl, plannerConfig, timeoutMs, memoryMb, log });
  const remembered = new LRUCache<string, Planned>(REMEMBERED);
  const jobs = new Map<string, Job>();
  let last: Promise<unknown> = Promise.resolve();

  const plan = async (key: string, operation: PlannedOperation): Promise<Planned> => {
    const outcome = await thread.plan(operation).catch((error: unknown): Outcome => {
      log.error({ error }, 'nothing can be planned');
      return { fault: UNAVAILABLE.code };
    });
    const planned = plannedFrom(outcome, log);
    if ('plan' in outcome) remembered.set(key, planned, { size: outcome.plan.length });
    else if (!('fault' in outcome)) remembered.set(key, planned, { size: 1, ttl: REFUSAL_MS });
    return planned;
  };

  const begin = (key: string, operation: PlannedOperation): Job => {
    if (jobs.size >= limits.waiting) throw unavailable();
    const turn = last.then(() => remembered.get(key) ?? (job.wanted > 0 ? plan(key, operation) : ABANDONED));
    const job: Job = { wanted: 0, planned: turn.finally(() => forget(key, job)) };
    last = job.planned;
    jobs.set(key, job);
    return job;
  };
  const forget = (key: string, job: Job) => jobs.get(key) === job && jobs.delete(key);

  const waitFor = async (key: string, job: Job, signal: AbortSignal): Promise<Planned> => {
    job.wanted += 1;
    try {
      return await unless(signal, job.planned);
    } catch {
      throw unavailable();
    } finally {
      job.wanted -= 1;
      if (job.wanted === 0) forget(key, job);
    }
  };

  return {
    planFor: async ({ queryHash, source, operationName }, signal) => {
      const key = `${queryHash} ${operationName ?? ''}`;
      const job = () => jobs.get(key) ?? begin(key, { source, operationName });
      const planned = remembered.get(key) ?? (await waitFor(key, job(), signal));
      if ('refusal' in planned) throw planned.refusal();
      return planned.plan;
    },
    stop: () => thread.stop(),
  };
}

function plannedFrom(outcome: Outcome, log: Logger): Planned {
  if ('plan' in outcome) return { plan: executable(JSON.parse(outcome.plan) as QueryPlan) };
  if ('tooComplex' in outcome) {
    log.warn({ reason: outcome.tooComplex }, 'an operation is too complex to plan');
    return { refusal: tooComplex };
  }
  if ('invalid' in outcome) return { refusal: () => refusal(outcome.invalid, outcome.code, 400) };
  if (outcome.fault === UNAVAILABLE.code) return { refusal: unavailable };
  log.error({ reason: outcome.fault }, 'planning failed');
  return { refusal: () => refusal(FAULT.message, FAULT.code, 500) };
}

/**
 * A subscription is executed anew for each change, as a query is: first what its owner answers, then what that leads to.
 * ApolloGateway executes no plan that says it is one.
 */
function executable(plan: QueryPlan): QueryPlan {
  if (plan.node?.kind !== 'Subscription') return plan;
  const { primary, rest } = plan.node;
  return { ...plan, node: rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary };
}

const ABANDONED: Planned = { refusal: () => unavailable() };

const refusal = (message: string, code: unknown, status: number) =>
  new GraphQLError(message, { extensions: { code, http: { status } } });
/** What a request hears that is not begun. */
export const unavailable = () => refusal(UNAVAILABLE.message, UNAVAILABLE.code, 503);
const tooComplex = () =>
  refusal('The operation is too complex: there are too many ways to gather what it asks for', 'COST_EXCEEDED', 400);
