import { type Outage, watchOutage } from '@fieldhouse/platform';
import { replayRequested } from '../dead-letters/replay.ts';
import type { Message } from '../message.ts';
import type { Transport } from '../transport.ts';
import { every } from '../waiting/every.ts';
import { noteCaughtUp, purgeInbox } from './inbox.ts';
import { type Reacting, takeIn } from './reactor.ts';

/** What a consumer works with. */
export interface ConsumerOptions<Tx> extends Omit<Reacting<Tx>, 'database'> {
  readonly topics: readonly string[];
  /** The events it reacts to; a message of another type is skipped. */
  readonly types: readonly string[];
  /** Which messages concern it at all; all, where it is left out. */
  readonly concerns?: (message: Message) => boolean;
  readonly transport: Transport;
  /** How the log hears of the database; the consumer's own by default. */
  readonly database?: Outage;
}

/** A service's part in the events of others. */
export interface Consumer {
  /** Finishes the batch under way, or leaves it for the next start when it waits for something. */
  stop(): Promise<void>;
}

const REPLAY_MILLISECONDS = 1_000;
const PURGE_MILLISECONDS = 3_600_000;
const INBOX_DAYS = 14; // Kafka keeps messages for seven

/** Starts to react to events: each takes effect once, in order for its key, however often it is delivered. */
export async function startConsumer<Tx>(options: ConsumerOptions<Tx>): Promise<Consumer> {
  const { group, topics, types, transport, pool, log, concerns = () => true } = options;
  const reacting = { ...options, database: options.database ?? watchOutage(log, 'database') };
  const stopping = new AbortController();
  const wanted = new Set(types);
  const subscription = await transport.subscribe({
    group,
    topics,
    types,
    handle: (batch) =>
      takeIn(
        reacting,
        batch.filter((message) => wanted.has(message.type) && concerns(message)),
        stopping.signal,
      ),
  });
  const failed = (error: unknown) => reacting.database.failed(`upkeep of ${group}`, error);
  const replay = async () => {
    await replayRequested(reacting, stopping.signal);
    reacting.database.worked(`upkeep of ${group}`);
  };
  const purge = async () => {
    if (await transport.isCaughtUp({ group, topics })) await noteCaughtUp(pool, group);
    await purgeInbox(pool, group, INBOX_DAYS);
  };
  const replays = every(REPLAY_MILLISECONDS, replay, failed);
  const purges = every(PURGE_MILLISECONDS, purge, failed);
  return {
    async stop() {
      stopping.abort();
      await Promise.all([subscription.stop(), replays.stop(), purges.stop()]);
    },
  };
}
