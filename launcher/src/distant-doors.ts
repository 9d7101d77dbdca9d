import {
  type Config,
  codesIn,
  httpDoor,
  type Logger,
  type SubgraphDoor,
  type SubgraphEntry,
  subgraphUrlOf,
} from '@fieldhouse/platform';

/** The ways to all subgraphs in other processes, for one caller. */
export const distantDoors = (
  subgraphs: readonly SubgraphEntry[],
  caller: string,
  config: Config,
  log: Logger,
): ReadonlyMap<string, SubgraphDoor> =>
  new Map(
    subgraphs.map((entry) => {
      const { internalSecret: secret, subgraphTimeoutMs: timeoutMs } = config;
      const url = subgraphUrlOf(config, entry);
      return [entry.name, httpDoor({ name: entry.name, url, caller, secret, timeoutMs, log })];
    }),
  );

/** The door of that name. */
export function doorAmong(doors: ReadonlyMap<string, SubgraphDoor>, name: string): SubgraphDoor {
  const door = doors.get(name);
  if (!door) throw new Error(`supergraph.yaml lists no subgraph "${name}"`);
  return door;
}

/** Whether some of them refuse what is signed here, and none takes it. */
export async function isRefusedBy(doors: readonly SubgraphDoor[]): Promise<boolean> {
  const outcomes = await Promise.allSettled(
    doors.map((door) => door.execute({ query: '{ __typename }' }, {}, { signal: AbortSignal.timeout(2_000) })),
  );
  if (outcomes.some(({ status }) => status === 'fulfilled')) return false;
  return outcomes.some((it) => it.status === 'rejected' && codesIn(it.reason).includes('UNAUTHENTICATED'));
}
