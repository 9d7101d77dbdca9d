import { copiedPeople, defineSubgraph, type RunningSubgraph, startSubgraph } from '@fieldhouse/kit';
import { ensureDatabase, migrate } from '@fieldhouse/platform';
import { inProcessClient } from '../../launcher/src/in-process-client.ts';
import type { Infrastructure } from '../../launcher/src/subgraphs.ts';
import { PrismaClient } from '../../subgraphs/teams/src/__generated__/prisma/client.ts';

const MIGRATIONS = new URL('../../prisma/teams/migrations', import.meta.url).pathname;

/** A domain that does nothing but keep its copy of people, on a database made like that of teams. */
const smallDomain = (name: string) =>
  defineSubgraph({
    name,
    schema: new URL('./small.graphql', import.meta.url),
    database: PrismaClient,
    resolvers: { Query: { nothing: () => null } },
    policies: {},
    copies: [copiedPeople],
  });

/** Starts that many of them beside the running ones. */
export async function startSmallDomains(
  count: number,
  infrastructure: Infrastructure,
  running: Map<string, RunningSubgraph>,
): Promise<void> {
  const { databaseUrl, config, log } = infrastructure;
  const start = async (name: string) => {
    await ensureDatabase(databaseUrl(name));
    await migrate(databaseUrl(name), MIGRATIONS);
    const host = {
      ...infrastructure,
      databaseUrl: databaseUrl(name),
      poolSize: config.databasePoolSize,
      client: (peer: string) => inProcessClient(peer, name, running),
      log: log.child({ subgraph: name }),
    };
    running.set(name, await startSubgraph(smallDomain(name), host));
  };
  await Promise.all(Array.from({ length: count }, (_, index) => start(`small-${index + 1}`)));
}
