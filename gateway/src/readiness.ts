import { type Logger, type SubgraphDoor, within } from '@fieldhouse/platform';

/** What the gateway says of itself to balancers. */
export interface Readiness {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, boolean>>;
}

type Parts = Record<string, boolean>;

const PATIENCE_MS = 2_000;

/**
 * Ready means: every subgraph has answered once, and the gateway's own parts are there. A subgraph that goes missing
 * later is reported, and no reason to close: what the others know is still served.
 */
export function readinessOf(
  doors: ReadonlyMap<string, SubgraphDoor>,
  own: () => Promise<Parts>,
  log: Logger,
): () => Promise<Readiness> {
  let hasOpened = false;
  let asking: Promise<Readiness> | undefined;
  const ask = async (): Promise<Readiness> => {
    const [subgraphs, parts] = await Promise.all([answering(doors), own().catch((error) => broken(error, log))]);
    hasOpened ||= Object.values(subgraphs).every(Boolean);
    return { isReady: hasOpened && Object.values(parts).every(Boolean), parts: { ...subgraphs, ...parts } };
  };
  // However many ask at once, each subgraph is asked once.
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

async function answering(doors: ReadonlyMap<string, SubgraphDoor>): Promise<Parts> {
  const answers = [...doors].map(async ([name, door]) => [name, await doesAnswer(door)] as const);
  return Object.fromEntries(await Promise.all(answers));
}

const doesAnswer = (door: SubgraphDoor): Promise<boolean> =>
  within(PATIENCE_MS, door.execute({ query: '{ __typename }' }, {})).then(
    ({ data }) => data?.__typename === 'Query',
    () => false,
  );

function broken(error: unknown, log: Logger): Parts {
  log.error({ error }, 'readiness cannot be told');
  return { gateway: false };
}
