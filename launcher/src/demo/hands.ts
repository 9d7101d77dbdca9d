import type { RunningSubgraph } from '@fieldhouse/kit';

/** Does one thing as somebody: the same operations, rules and events as a user's own writes, without the network between. */
export type Hands = <Result = Record<string, unknown>>(
  subgraph: string,
  document: string,
  input: Record<string, unknown>,
  token?: string,
) => Promise<Result>;

/** Hands on running subgraphs; whatever goes wrong stops the seed. */
export const handsOn =
  (running: ReadonlyMap<string, RunningSubgraph>): Hands =>
  async <Result>(subgraph: string, document: string, input: Record<string, unknown>, token?: string) => {
    const answer = await running
      .get(subgraph)
      ?.answer(
        { query: document, variables: { input } },
        { authorization: token && `Bearer ${token}`, 'x-client-address': '127.0.0.1', 'x-client-agent': 'demo' },
        'gateway',
      );
    const [payload] = Object.values(answer?.data ?? {}) as { userErrors: unknown[] }[];
    if (answer?.errors || !payload || payload.userErrors.length > 0)
      throw new Error(
        `The demo club cannot be made: ${JSON.stringify(answer?.errors ?? payload?.userErrors)}\n${document}`,
      );
    return payload as Result;
  };

/** Runs `work` for every item, a few at a time, and keeps the order of the results. */
export async function severally<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return results;
}
