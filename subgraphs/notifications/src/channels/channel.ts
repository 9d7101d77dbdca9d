import type { JobResources, Resources } from '@fieldhouse/kit';
import type { Database, Tx } from '../__generated__/database.ts';
import type { Channel as ChannelName, NotificationCategory, Priority } from '../__generated__/prisma/enums.ts';

/** What is handed to a channel: one notification, or a digest of several. */
export interface Message {
  readonly userId: string;
  /** One of the channel's `targets`: an address, a subscription. */
  readonly to: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly title: string;
  readonly body: string;
  /** A path of the app. */
  readonly url?: string | undefined;
  readonly category: NotificationCategory;
  readonly priority: Priority;
  /** The parts of a digest, the latest first; `title` and `body` sum them up. */
  readonly items?: readonly Item[] | undefined;
}

/** A part of a digest: unread notifications of one matter, as the latest of them says it. */
export interface Item {
  readonly title: string;
  readonly body: string;
  readonly url?: string | undefined;
  readonly category: NotificationCategory;
  /** How many there are of the matter. */
  readonly count: number;
  readonly at: Date;
}

/** What has become of a message that was taken: handed on, or known to be there. */
export type Sent = 'SENT' | 'DELIVERED';

/** Thrown by `send` for what no other attempt can mend: an address that bounced, a subscription that has expired. */
export class Undeliverable extends Error {}

/** A way to people besides the inbox. Another one is one file, and a line in `index.ts`. */
export interface Channel {
  readonly channel: Exclude<ChannelName, 'IN_APP'>;
  /** Whether this house can send by it, as it is set up. */
  isAvailable(house: Pick<Resources, 'config' | 'settings'>): boolean;
  /** Where these people are reached, by person; who is missing is not reached. Reads own tables only. */
  targets(db: Database | Tx, userIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * Hands a message over: a job, tried again with longer and longer pauses when it throws, so nothing is lost, and a message may go twice
   * when a process dies in between: `attempt.key`, the delivery's id, is the same in every attempt.
   */
  send(message: Message, attempt: JobResources<Database>): Promise<Sent>;
}
