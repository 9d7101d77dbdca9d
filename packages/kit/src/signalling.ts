import type { Message } from '@fieldhouse/messaging';
import type { Signals } from '@fieldhouse/platform';
import { isSaidAgain } from './copies/marker.ts';

const AGAIN_MILLISECONDS = 1_000;

/** Turns what was published into signals. */
export interface Signalling {
  /** Signals news, once each, in order. Does not fail and waits for nobody, but once a second for a pub/sub that hangs. */
  published(messages: readonly Message[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Signals what a relay published. While pub/sub is away nothing is kept for it: once it is back, those who listen are
 * told that they missed something. They are told so at the start too, as the process before may have ended in between.
 */
export function startSignalling(signals: Signals): Signalling {
  let isAway = false;
  let retry: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function attempt(send: () => Promise<void>): Promise<void> {
    try {
      await send();
      isAway = false;
    } catch {
      isAway = true;
      if (!isStopped) retry = setTimeout(() => void attempt(signals.publishMissed), AGAIN_MILLISECONDS).unref();
    }
  }

  void attempt(signals.publishMissed);
  return {
    async published(messages) {
      const news = messages.filter((message) => !isSaidAgain(message) && message.type !== 'RebuildAnnounced');
      if (isAway || news.length === 0) return;
      await attempt(() => signals.publish(news.map(({ type, key: id, sequence: version }) => ({ type, id, version }))));
    },
    async stop() {
      isStopped = true;
      clearTimeout(retry);
    },
  };
}
