import { setTimeout as delay } from 'node:timers/promises';
import type { RunningSubgraph } from '@fieldhouse/kit';

/** Does one thing as somebody: the same operations, rules and events as a user's own writes, without the network between. */
export type Client = <Result = Record<string, unknown>>(
  subgraph: string,
  document: string,
  input: Record<string, unknown>,
  token?: string,
) => Promise<Result>;

type Answer = Awaited<ReturnType<RunningSubgraph['answer']>>;

const ATTEMPTS = 8;

/**
 * A client of running subgraphs. What is away for a moment, as it may be on a busy machine, is tried again, like any good
 * client does; whatever else goes wrong stops the seed and is told with what the subgraph said, and the cause.
 */
export const clientOf =
  (
    running: ReadonlyMap<string, RunningSubgraph>,
    { lastCause, stopping }: { readonly lastCause: () => string | undefined; readonly stopping: AbortSignal },
  ): Client =>
  async <Result>(subgraph: string, document: string, input: Record<string, unknown>, token?: string) => {
    for (let attempt = 1; ; attempt++) {
      stopping.throwIfAborted();
      const answer = await running
        .get(subgraph)
        ?.answer(
          { query: document, variables: { input } },
          { authorization: token && `Bearer ${token}`, 'x-client-address': '127.0.0.1', 'x-client-agent': 'demo' },
          'gateway',
        );
      const payload = payloadOf<Result>(answer);
      if (payload) return payload;
      if (!isPassing(answer) || attempt === ATTEMPTS) throw failure(subgraph, document, answer, lastCause());
      await delay(50 * 2 ** attempt * (1 + Math.random()));
    }
  };

function payloadOf<Result>(answer: Answer | undefined): Result | undefined {
  const [payload] = Object.values(answer?.data ?? {}) as ({ userErrors?: unknown[] } | null)[];
  return answer?.errors || !payload || (payload.userErrors ?? []).length > 0 ? undefined : (payload as Result);
}

const isPassing = (answer: Answer | undefined): boolean =>
  answer?.errors?.every(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE') ?? false;

function failure(subgraph: string, document: string, answer: Answer | undefined, cause: string | undefined): Error {
  const [payload] = Object.values(answer?.data ?? {}) as ({ userErrors?: unknown } | null)[];
  const field = /\{ (\w+)\(/.exec(document)?.[1];
  const said = JSON.stringify(answer?.errors ?? payload?.userErrors ?? 'no answer');
  const why = cause ? `\nThe cause: ${cause}` : '';
  return new Error(
    `The demo club cannot be made: ${field} of ${subgraph} says ${said}${why}\n` +
      'Start again to make it from the beginning, or set DEMO_DATA=off to start with an empty club.',
  );
}

/** Runs `work` for every item, a few at a time, and keeps the order of the results. The first failure stops it. */
export async function severally<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = [...items.entries()].reverse();
  const worker = async () => {
    for (let next = rest.pop(); next; next = rest.pop()) results[next[0]] = await work(next[1], next[0]);
  };
  const stopOthers = (error: unknown) => {
    rest.length = 0;
    throw error;
  };
  await Promise.all(Array.from({ length: 8 }, () => worker().catch(stopOthers)));
  return results;
}
