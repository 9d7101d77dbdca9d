import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { QueryPlannerConfig } from '@apollo/query-planner';
import { type Logger, within } from '@fieldhouse/platform';

/** One operation as it goes to the thread. */
export interface PlannedOperation {
  readonly source: string;
  readonly operationName: string | undefined;
}

/** What came of it: the plan as JSON, or why there is none. */
export type Outcome =
  | { readonly plan: string }
  | { readonly tooComplex: string }
  | { readonly invalid: string; readonly code: unknown }
  | { readonly fault: string };

/** Plans one operation at a time, outside the loop that serves. */
export interface PlanningThread {
  /** Rejects only when no thread can be started. */
  plan(operation: PlannedOperation): Promise<Outcome>;
  stop(): Promise<void>;
}

/** How a gateway comes by its thread. */
export type StartPlanningThread = (options: ThreadOptions) => PlanningThread;

interface ThreadOptions {
  readonly supergraphSdl: string;
  readonly plannerConfig: QueryPlannerConfig;
  /** Time for one plan. */
  readonly timeoutMs: number;
  /** Heap of the thread. */
  readonly memoryMb: number;
  readonly log: Logger;
}

const SCRIPT = fileURLToPath(new URL('./planner-thread.mjs', import.meta.url));

/** Parsing the supergraph and building its query graph takes a second; on a machine in trouble, many. */
const START_MS = 60_000;

/**
 * Starts the thread. A plan that takes too long or too much memory costs the thread its life and nobody else anything:
 * the next one is started at once.
 */
export const startPlanningThread: StartPlanningThread = (options) => {
  const { timeoutMs, log } = options;
  let isStopped = false;
  let thread: Promise<Worker> | undefined;
  const started = () => {
    thread ??= start(options).catch((error: unknown) => {
      thread = undefined;
      throw error;
    });
    return thread;
  };
  const end = async () => {
    const ending = thread;
    thread = undefined;
    await (await ending?.catch(() => undefined))?.terminate();
  };
  const startAhead = () => started().catch((error: unknown) => isStopped || log.error({ error }, 'no planning thread'));
  void startAhead();
  return {
    plan: async (operation) => {
      const worker = await started();
      worker.postMessage(operation);
      try {
        return (await heardFrom(worker, timeoutMs)) as Outcome;
      } catch (error) {
        if (!isStopped) log.warn({ error, operation: operation.operationName }, 'planning was given up');
        await end();
        if (!isStopped) void startAhead();
        return { tooComplex: String(error) };
      }
    },
    stop: async () => {
      isStopped = true;
      await end();
    },
  };
};

async function start({ supergraphSdl, plannerConfig, memoryMb, log }: ThreadOptions): Promise<Worker> {
  const worker = new Worker(SCRIPT, {
    workerData: { supergraphSdl, plannerConfig },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // Of the process' own flags a thread needs none: no loader, no experiment.
    execArgv: [],
  });
  worker.unref();
  // Whoever waits hears of it too; without a listener, it would end the process.
  worker.on('error', (error) => log.debug({ error }, 'the planning thread ended'));
  try {
    await heardFrom(worker, START_MS);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return worker;
}

/** The thread's next message; rejects when it fails, ends, or is late. */
async function heardFrom(worker: Worker, milliseconds: number): Promise<unknown> {
  const over = new AbortController();
  const end = once(worker, 'exit', { signal: over.signal }).then(() => {
    throw new Error('The planning thread ended');
  });
  try {
    const [message] = await within(milliseconds, Promise.race([once(worker, 'message', { signal: over.signal }), end]));
    return message;
  } finally {
    over.abort();
  }
}
