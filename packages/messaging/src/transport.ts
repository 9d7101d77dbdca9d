import type { Outage } from '@fieldhouse/platform';
import type { Message } from './message.ts';

/** What one group wants to be told. Members of a group share the partitions of its topics. */
export interface Subscription {
  readonly group: string;
  readonly topics: readonly string[];
  /** What it reacts to; all types where absent. What else is on the topics may be handed over too, and later. */
  readonly types?: readonly string[];
  /** Resolves when the batch is consumed; a batch that it rejects is delivered again. */
  handle(batch: readonly Message[]): Promise<void>;
}

/**
 * A way for messages to travel, at least once, in order for each key.
 * Kafka is one, PostgreSQL is the other; test/conformance says what both must do.
 */
export interface Transport {
  /** Resolves when all messages are stored durably; rejects when that is not sure, and then some may be stored. */
  publish(messages: readonly Message[]): Promise<void>;
  /** Resolves when the member is known to its group; a new group reads from the beginning. */
  subscribe(subscription: Subscription): Promise<{ stop(): Promise<void> }>;
  /** Whether a group has committed everything that there is just now. */
  isCaughtUp(reader: Pick<Subscription, 'group' | 'topics'>): Promise<boolean>;
  /** How the log hears that messages do not travel: told by those who send and those who receive. */
  readonly outage: Outage;
  /** False when nothing could be sent or received just now. */
  healthy(): Promise<boolean>;
  stop(): Promise<void>;
}
