import type { Message, Subscription, Transport } from '@fieldhouse/messaging';
import { eventually } from './eventually.ts';

/** Events on their way to one domain, which arrive when the test says so. */
export interface HeldBack {
  /** Lets that many arrive, or all there are; each key's in order, while `choose` picks among the keys. How many did. */
  deliver(count: number, choose?: (keys: number) => number): Promise<number>;
  /** Lets everything arrive from now on. */
  release(): void;
}

/** What a slow transport can do besides. */
export interface Holding {
  /** `unpublished` says how many events have not reached the transport yet. */
  hold(group: string, unpublished: () => Promise<number>): HeldBack;
}

interface Waiting {
  readonly open: () => void;
  readonly arrived: Promise<void>;
}

interface Group {
  readonly subscription: Subscription;
  /** The first event of each key at the gate; `null` while that stands open. */
  waiting: Waiting[] | null;
  delivered: number;
}

/** Makes a transport slow on demand: deliveries wait, and nothing else changes. */
export function slow<T extends Transport>(transport: T): T & Holding {
  const groups = new Map<string, Group>();
  const published = new Map<string, number>();
  return {
    ...transport,
    publish: async (messages) => {
      await transport.publish(messages);
      for (const { topic } of messages) published.set(topic, (published.get(topic) ?? 0) + 1);
    },
    subscribe: (subscription) => {
      const group: Group = { subscription, waiting: null, delivered: 0 };
      groups.set(subscription.group, group);
      return transport.subscribe({ ...subscription, handle: (batch) => take(group, batch) });
    },
    hold: (name, unpublished) => {
      const group = groups.get(name);
      if (!group) throw new Error(`${name} subscribes to nothing`);
      group.waiting = [];
      const sent = () => group.subscription.topics.reduce((sum, topic) => sum + (published.get(topic) ?? 0), 0);
      const onTheirWay = async () => (await unpublished()) + sent() - group.delivered;
      return {
        deliver: (count, choose = () => 0) => deliver(group, count, choose, onTheirWay),
        release: () => {
          const waiting = group.waiting ?? [];
          group.waiting = null;
          for (const { open } of waiting) open();
        },
      };
    },
  };
}

/** Hands a batch over; while the gate is shut one by one, and each key for itself. */
async function take(group: Group, batch: readonly Message[]): Promise<void> {
  const { handle } = group.subscription;
  const keys = new Map<string, Message[]>();
  for (const message of batch) keys.set(message.key, [...(keys.get(message.key) ?? []), message]);
  if (!group.waiting) {
    await handle(batch);
    group.delivered += batch.length;
    return;
  }
  const inTurn = async (messages: readonly Message[]) => {
    for (const message of messages) await atGate(group, message);
  };
  await Promise.all([...keys.values()].map(inTurn));
}

function atGate(group: Group, message: Message): Promise<void> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const arrived = opened.then(async () => {
    await group.subscription.handle([message]);
    group.delivered++;
  });
  if (group.waiting) group.waiting.push({ open, arrived });
  else open();
  return arrived;
}

async function deliver(
  group: Group,
  count: number,
  choose: (keys: number) => number,
  onTheirWay: () => Promise<number>,
): Promise<number> {
  for (let done = 0; done < count; done++) {
    await eventually(async () => {
      if (!group.waiting?.length && (await onTheirWay()) > 0) throw new Error('An event is on its way to the gate');
    });
    const [next] = group.waiting?.splice(choose(group.waiting.length), 1) ?? [];
    if (!next) return done;
    next.open();
    await next.arrived;
  }
  return count;
}
