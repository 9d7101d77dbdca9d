import { type RunningSubgraph, startSubgraph } from '@fieldhouse/kit';
import type { Transport } from '@fieldhouse/messaging';
import {
  type Config,
  type Environment,
  ensureDatabase,
  ensureOwnNames,
  type KeyValue,
  type Logger,
  migrate,
  type PublicAgent,
  readOwnSettings,
  type Signals,
  type SubgraphEntry,
} from '@fieldhouse/platform';
import { ensureOwnPrefixes } from './id-prefixes.ts';
import { inProcessClient } from './in-process-client.ts';
import { loadSubgraph } from './load-subgraph.ts';

/** What the whole house runs on when it runs in one process. */
export interface Infrastructure {
  readonly subgraphs: readonly SubgraphEntry[];
  readonly databaseUrl: (name: string) => string;
  readonly transport: Transport;
  readonly keyValue: KeyValue;
  readonly signals: Signals;
  readonly config: Config;
  /** Where subgraphs read settings of their own from. */
  readonly environment?: Environment;
  readonly log: Logger;
  /** The clock of all rules, where it is not the machine's. */
  readonly now?: () => Date;
  /** What makes connections to addresses that people name, where it is not the public internet's. */
  readonly publicAgent?: PublicAgent;
}

/** Creates and migrates the database of each subgraph. */
export async function prepareDatabases({
  subgraphs,
  databaseUrl,
}: Pick<Infrastructure, 'subgraphs' | 'databaseUrl'>): Promise<number> {
  const applied = await Promise.all(
    subgraphs.map(async ({ name, prismaDirectory }) => {
      await ensureDatabase(databaseUrl(name));
      return migrate(databaseUrl(name), `${prismaDirectory}/migrations`);
    }),
  );
  return applied.flat().length;
}

/** Starts the subgraphs side by side, in this process, on prepared databases; beside those that run already. */
export async function startSubgraphs(
  infrastructure: Infrastructure,
  running: Map<string, RunningSubgraph> = new Map(),
): Promise<Map<string, RunningSubgraph>> {
  const { subgraphs, databaseUrl, log } = infrastructure;
  ensureOwnPrefixes(subgraphs);
  await Promise.all(
    subgraphs.map(async (entry) => {
      const { name } = entry;
      const host = {
        ...infrastructure,
        databaseUrl: databaseUrl(name),
        client: (peer: string) => inProcessClient(peer, name, running),
        log: log.child({ subgraph: name }),
      };
      running.set(name, await startSubgraph(await loadSubgraph(entry), host));
    }),
  );
  return running;
}

/**
 * Throws where the environment says something that a subgraph's own settings cannot be, or two of them take one name:
 * before anything is made, as for the settings of the house.
 */
export async function ensureOwnSettings(entries: readonly SubgraphEntry[], environment: Environment): Promise<void> {
  const subgraphs = await Promise.all(entries.map(loadSubgraph));
  const owned = subgraphs.map(({ name, definition }) => ({ name, settings: definition.settings?.declared ?? {} }));
  ensureOwnNames(owned);
  const all = owned.flatMap(({ settings }) => Object.values(settings).map((it) => [it.name, it] as const));
  readOwnSettings(Object.fromEntries(all), environment);
}
