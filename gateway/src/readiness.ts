import { type Logger, type SubgraphClient, within } from '@fieldhouse/platform';

/** What the gateway says of itself to balancers. */
export interface Readiness {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, boolean>>;
}

type Parts = Record<string, boolean>;

/** What there is to look at. */
interface Looked {
  /** Each subgraph is asked by a request like any other: signed, where it is in another process. */
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  /** Whether the parts that the gateway cannot do without are there. */
  readonly needed: () => Promise<Parts>;
  /** Parts that are told of, and no reason to close. */
  readonly told: () => Promise<Parts>;
  /** More than the client of a subgraph shows of it. */
  readonly isWell?: ((subgraph: string) => Promise<boolean>) | undefined;
  readonly now?: (() => Date) | undefined;
  readonly log: Logger;
}

const PATIENCE_MS = 2_000;
/** For so long a gateway waits for every subgraph before it opens to what there is. */
const OPENS_AFTER_MS = 30_000;

/**
 * Ready means: subgraphs answer, and the gateway's own parts are there. At first every subgraph, for a while; then some:
 * a domain that is away is reported, and no reason to close, as what the others know is still served. A gateway that
 * none answers, since its clock or secret is wrong or its network gone, serves nobody.
 */
export function readinessOf({ clients, needed, told, isWell, now = () => new Date(), log }: Looked) {
  const since = now().getTime();
  let hasOpened = false;
  let asking: Promise<Readiness> | undefined;
  const ask = async (): Promise<Readiness> => {
    const [subgraphs, own, others] = await Promise.all([
      answering(clients, isWell),
      within(PATIENCE_MS, needed()).catch((error: unknown) => broken(error, log)),
      within(PATIENCE_MS, told()).catch(() => ({})),
    ]);
    const answers = Object.values(subgraphs);
    hasOpened ||= answers.every(Boolean) || Math.abs(now().getTime() - since) >= OPENS_AFTER_MS;
    const isReady = hasOpened && answers.some(Boolean) && Object.values(own).every(Boolean);
    return { isReady, parts: { ...subgraphs, ...own, ...others } };
  };
  // However many ask at once, each subgraph is asked once.
  return (): Promise<Readiness> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

async function answering(clients: Looked['clients'], isWell: Looked['isWell'] = async () => true): Promise<Parts> {
  const answers = [...clients].map(async ([name, client]) => {
    const both = Promise.all([doesAnswer(client), isWell(name)]);
    return [
      name,
      await within(PATIENCE_MS, both)
        .then((is) => is.every(Boolean))
        .catch(() => false),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

const doesAnswer = async (client: SubgraphClient): Promise<boolean> =>
  (await client.execute({ query: '{ __typename }' }, {})).data?.__typename === 'Query';

function broken(error: unknown, log: Logger): Parts {
  log.error({ error }, 'readiness cannot be told');
  return { gateway: false };
}
