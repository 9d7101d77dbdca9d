import { type EventName, type EventPayload, eventCatalog } from '@fieldhouse/contracts';
import type { Tx } from '../context.ts';
import { sqlOf } from '../transact.ts';

/** How a subgraph announces again rows of its own, of one kind. */
export interface Announcement<Db, N extends EventName = EventName> {
  /** The event that says all of what such a row is now. */
  readonly event: N;
  /** Its table; rows have an `id`. */
  readonly table: string;
  /** The column with the id that the event's topic is keyed by. */
  readonly of: string;
  /** The event's payload for each of these rows; called in the transaction that holds them. */
  readonly read: (tx: Tx<Db>, ids: string[]) => Promise<readonly EventPayload[N][]>;
}

/** Checks that `read` and `event` go together. */
export const announces = <Db, N extends EventName>(announcement: Announcement<Db, N>): Announcement<Db> =>
  announcement as unknown as Announcement<Db>;

/** Notes, with the event that says so, that somebody wants to hear everything of a topic again. */
export async function noteRequest(
  announcements: readonly Announcement<never>[],
  tx: unknown,
  { rebuildId, subgraph, topic, events, keys }: EventPayload['RebuildRequested'],
): Promise<void> {
  if (!announcements.some(({ event }) => eventCatalog[event].topic === topic)) return;
  await sqlOf(tx)(NOTE, [rebuildId, subgraph, topic, events, keys ?? null]);
}

const NOTE = `
  INSERT INTO messaging.announcing (id, subgraph, topic, events, keys) VALUES ($1::uuid, $2, $3, $4::text[], $5::text[])
  ON CONFLICT DO NOTHING`;
