import { type RunningSubgraph, Unavailable } from '@fieldhouse/kit';
import type { SubgraphClient } from '@fieldhouse/platform';

/** The way to a subgraph of the same process, for one caller; before the subgraph is up it is unavailable, as over HTTP. */
export function inProcessClient(
  name: string,
  caller: string,
  running: ReadonlyMap<string, RunningSubgraph>,
): SubgraphClient {
  const subgraph = () => {
    const found = running.get(name);
    if (!found) throw new Unavailable(`The ${name} service cannot answer now`);
    return found;
  };
  return {
    name,
    execute: async (body, headers) => subgraph().answer(body, headers, caller),
    fetchJson: async (path) => subgraph().document(path),
    stop: async () => undefined,
  };
}
