import { type PlanningThread, type StartPlanningThread, startPlanningThread } from './planning-thread.ts';

/**
 * One thread for all gateways of a process that stand before the same supergraph, for tests: there they come and go by
 * the dozen, and loading the planner costs more than most of them do. It ends with the process.
 */
export function sharedPlanningThreads(): StartPlanningThread {
  const threads = new Map<string, PlanningThread>();
  return ({ log, ...same }) => {
    const key = JSON.stringify(same);
    const thread = threads.get(key) ?? inTurn(startPlanningThread({ ...same, log }));
    threads.set(key, thread);
    return { ...thread, stop: async () => undefined };
  };
}

/** A thread takes one operation at a time, which the planner of one gateway sees to for itself. */
function inTurn(thread: PlanningThread): PlanningThread {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...thread,
    plan: (operation) => {
      const planned = last.then(() => thread.plan(operation));
      last = planned.catch(() => undefined);
      return planned;
    },
  };
}
