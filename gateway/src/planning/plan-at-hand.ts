import type { QueryPlan, QueryPlannerConfig } from '@apollo/query-planner';

type PlanStore = NonNullable<QueryPlannerConfig['cache']>;

/** ApolloGateway's plan store, and the way to put into it what it will look for. */
export interface PlanAtHand {
  readonly store: PlanStore;
  /** Begins what asks the store for a plan, which is `plan`. */
  during<T>(plan: QueryPlan, begin: () => T): T;
}

/**
 * ApolloGateway looks into its store before it plans: once a request, and before anything that waits. Here it always
 * finds the plan of the request at hand, so it never plans itself, on the loop that serves everybody. Should it ever
 * look at another moment, requests fail loudly; another request's plan they never get.
 */
export function planAtHand(): PlanAtHand {
  let atHand: QueryPlan | undefined;
  return {
    store: {
      get: async () => {
        if (!atHand) throw new Error('ApolloGateway looks for a plan at a moment when none is at hand');
        return atHand;
      },
      set: async () => undefined,
      delete: async () => true,
      clear: () => undefined,
    },
    during: (plan, begin) => {
      atHand = plan;
      try {
        return begin();
      } finally {
        atHand = undefined;
      }
    },
  };
}
