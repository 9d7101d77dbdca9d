import type { Client } from './client.ts';

/** What every part of the making needs. */
export interface Seeding {
  readonly client: Client;
  /** A token of the administrator, fresh however long the making takes. */
  readonly admin: () => Promise<string>;
  readonly today: Date;
  /** Ids by the plan's numbers. */
  readonly people: readonly string[];
  /** To be called after each thing that is done. */
  readonly done: () => void;
}
