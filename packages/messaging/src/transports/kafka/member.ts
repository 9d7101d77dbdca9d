import { backoff, pause } from '../../waiting/backoff.ts';
import { combine } from '../../waiting/combine.ts';
import { createMembership, type MemberOptions } from './membership.ts';

/** One member of a group at work. */
export interface Member {
  /** Since the broker last answered it. */
  silentMilliseconds(): number;
  stop(): Promise<void>;
}

const BATCH = 500;
const DEAD_AFTER_MILLISECONDS = 60_000;
const WATCH_MILLISECONDS = 1_000;

/** Starts a member. It is known to its group when this resolves, or, where Kafka is away, once that is back. */
export async function startMember({ subscription, ...others }: MemberOptions): Promise<Member> {
  const handle = combine(subscription.handle, BATCH); // kafkajs gives each partition's messages separately
  const options = { ...others, subscription: { ...subscription, handle } };
  const stopping = new AbortController();
  const pulse = { heardAt: Date.now(), triedAt: Date.now() };
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const done = keepMember(options, pulse, settle, stopping.signal);
  await settled;
  return {
    silentMilliseconds: () => Date.now() - pulse.heardAt,
    stop() {
      stopping.abort();
      return done;
    },
  };
}

/** When the broker last answered, and when kafkajs last tried to reach it. */
interface Pulse {
  heardAt: number;
  triedAt: number;
}

/** kafkajs gives up for good after errors it thinks final, and can fall silent: both end here in a new consumer. */
async function keepMember(
  options: MemberOptions,
  pulse: Pulse,
  settle: () => void,
  stopping: AbortSignal,
): Promise<void> {
  const { outage } = options;
  const { group } = options.subscription;
  const heard = () => {
    pulse.heardAt = pulse.triedAt = Date.now();
    outage.worked(group);
  };
  const tries = (error: unknown) => {
    pulse.triedAt = Date.now();
    outage.failed(group, error);
  };
  let failures = 0;
  while (!stopping.aborted) {
    const membership = createMembership(options, { heard, tries }, stopping);
    try {
      await membership.join();
      settle();
      failures = 0;
      await Promise.race([membership.lost, silence(pulse, stopping)]);
    } catch (error) {
      failures++;
      if (!stopping.aborted) tries(error);
    }
    settle();
    await membership.leave();
    if (!stopping.aborted) await pause(backoff(failures), stopping);
  }
  outage.worked(group);
}

/** Resolves at the stop, rejects when nothing was heard for too long and nobody tries. */
async function silence(pulse: Pulse, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    if (Date.now() - pulse.triedAt > DEAD_AFTER_MILLISECONDS)
      throw new Error('Nothing was heard from Kafka for too long');
    await pause(WATCH_MILLISECONDS, stopping);
  }
}
