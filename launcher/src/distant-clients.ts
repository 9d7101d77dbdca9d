import {
  type Config,
  codesIn,
  httpClient,
  type Logger,
  type SubgraphClient,
  type SubgraphEntry,
  subgraphUrlOf,
} from '@fieldhouse/platform';

/** The ways to all subgraphs in other processes, for one caller. */
export const distantClients = (
  subgraphs: readonly SubgraphEntry[],
  caller: string,
  config: Config,
  log: Logger,
): ReadonlyMap<string, SubgraphClient> =>
  new Map(
    subgraphs.map((entry) => {
      const { internalSecret: secret, subgraphTimeoutMs: timeoutMs } = config;
      const url = subgraphUrlOf(config, entry);
      return [entry.name, httpClient({ name: entry.name, url, caller, secret, timeoutMs, log })];
    }),
  );

/** The client of that name. */
export function clientAmong(clients: ReadonlyMap<string, SubgraphClient>, name: string): SubgraphClient {
  const client = clients.get(name);
  if (!client) throw new Error(`supergraph.yaml lists no subgraph "${name}"`);
  return client;
}

/** Whether some of them refuse what is signed here, and none takes it. */
export async function isRefusedBy(clients: readonly SubgraphClient[]): Promise<boolean> {
  const outcomes = await Promise.allSettled(
    clients.map((client) => client.execute({ query: '{ __typename }' }, {}, { signal: AbortSignal.timeout(2_000) })),
  );
  if (outcomes.some(({ status }) => status === 'fulfilled')) return false;
  return outcomes.some((it) => it.status === 'rejected' && codesIn(it.reason).includes('UNAUTHENTICATED'));
}
