import { setTimeout as delay } from 'node:timers/promises';
import type { RunningSubgraph } from '@fieldhouse/kit';
import type { PostgresTransport } from '@fieldhouse/messaging';

type Bus = Pick<PostgresTransport, 'traffic'>;
type Sender = Pick<RunningSubgraph, 'unpublished'>;

interface Waiting {
  /** How long nothing may move. */
  readonly patienceMs?: number;
  readonly stopping?: AbortSignal;
  /** Hears how many events are still on their way. */
  readonly tell?: (left: number) => void;
}

const LOOK_MILLISECONDS = 20;
const STUCK_MILLISECONDS = 120_000;

/**
 * Resolves when every event committed before the call has been published and taken in by all who react to it, and what
 * those announced in turn as well. However long that takes: it gives up only when nothing moves any more.
 */
export async function settled(
  bus: Bus,
  senders: readonly Sender[],
  { patienceMs = STUCK_MILLISECONDS, stopping, tell = () => undefined }: Waiting = {},
): Promise<void> {
  let before = '';
  let movedAt = Date.now();
  for (;;) {
    const { left, sign } = await look(bus, senders);
    if (left === 0) return;
    tell(left);
    if (sign !== before) movedAt = Date.now();
    if (Date.now() - movedAt > patienceMs)
      throw new Error(`${left} events are still on their way and nothing moves: the log says what holds them`);
    before = sign;
    await delay(LOOK_MILLISECONDS, undefined, { signal: stopping });
  }
}

/**
 * Events can lead to events: settled is a bus without unread events, before and after which no outbox held any. Whoever
 * looks often, at a house that is busy, asks no more than it takes to see that it is.
 */
async function look(bus: Bus, senders: readonly Sender[]): Promise<{ left: number; sign: string }> {
  const unpublished = async () => (await Promise.all(senders.map((it) => it.unpublished()))).reduce((a, b) => a + b, 0);
  const first = await bus.traffic();
  if (first.unread > 0) return { left: first.unread, sign: `${first.published},${first.unread}` };
  const before = await unpublished();
  if (before > 0) return { left: before, sign: `${first.published},${before} to come` };
  const between = await bus.traffic();
  const after = await unpublished();
  const last = await bus.traffic();
  const left = between.unread + after + last.unread + last.published - between.published;
  return { left, sign: [last.published, last.unread, after].join() };
}
