import type { Transport } from '@fieldhouse/messaging';
import type { Config, Environment, KeyValue, Logger, PublicAgent, Signals, SubgraphClient } from '@fieldhouse/platform';

/** What the launcher provides to a subgraph. */
export interface Host {
  readonly databaseUrl: string;
  readonly transport: Transport;
  /** The way to another subgraph, as this one. */
  readonly client: (name: string) => SubgraphClient;
  readonly keyValue: KeyValue;
  /** Pub/sub among all processes. */
  readonly signals: Signals;
  readonly config: Config;
  /** Where the subgraph's own settings are read from; each has its default where it is left out. */
  readonly environment?: Environment;
  readonly log: Logger;
  /** The clock of all rules, where it is not the machine's. */
  readonly now?: () => Date;
  /** Only for tests, whose internet is this machine: what makes connections to addresses that people name. */
  readonly publicAgent?: PublicAgent;
}
