import { replayRequested } from '../dead-letters/replay.ts';
import type { Transport } from '../transport.ts';
import { every } from '../waiting/every.ts';
import { purgeInbox } from './inbox.ts';
import { type Reacting, takeIn } from './reactor.ts';

/** What a consumer works with. */
export interface ConsumerOptions<Tx> extends Reacting<Tx> {
  readonly topics: readonly string[];
  /** The events it reacts to; a message of another type is skipped. */
  readonly types: readonly string[];
  readonly transport: Transport;
}

/** A service's part in the events of others. */
export interface Consumer {
  /** Finishes the batch under way, or leaves it for the next start when it waits for something. */
  stop(): Promise<void>;
}

const REPLAY_MILLISECONDS = 1_000;
const PURGE_MILLISECONDS = 3_600_000;
const INBOX_DAYS = 14; // transports keep messages for seven

/** Starts to react to events: each takes effect once, in order for its key, however often it is delivered. */
export async function startConsumer<Tx>(options: ConsumerOptions<Tx>): Promise<Consumer> {
  const { group, topics, types, transport, pool, log } = options;
  const stopping = new AbortController();
  const wanted = new Set(types);
  const subscription = await transport.subscribe({
    group,
    topics,
    handle: (batch) =>
      takeIn(
        options,
        batch.filter(({ type }) => wanted.has(type)),
        stopping.signal,
      ),
  });
  const failed = (error: unknown) => log.warn({ error, group }, 'messaging upkeep failed, trying again later');
  const replays = every(REPLAY_MILLISECONDS, () => replayRequested(options, stopping.signal), failed);
  const purges = every(PURGE_MILLISECONDS, () => purgeInbox(pool, INBOX_DAYS), failed);
  return {
    async stop() {
      stopping.abort();
      await Promise.all([subscription.stop(), replays.stop(), purges.stop()]);
    },
  };
}
