import type { IncomingMessage } from 'node:http';
import type { Viewers } from '@fieldhouse/kit';
import type { HttpResponse, Signals } from '@fieldhouse/platform';
import type { Gatekeeper } from '../gatekeeper/gatekeeper.ts';
import { capsOf, type Live } from './admission.ts';
import { type EventStreams, serveEventStreams } from './event-stream.ts';
import { openHub } from './hub.ts';
import type { LiveLimits, LiveTimes } from './live-limits.ts';
import type { Answering } from './looking.ts';
import { watchTokens } from './token-watch.ts';
import { serveWebSockets, type WebSockets } from './websockets.ts';

interface LiveOptions extends Answering {
  readonly supergraphSdl: string;
  readonly gatekeeper: Gatekeeper;
  readonly viewers: Viewers;
  readonly signals: Signals;
  readonly limits: LiveLimits;
  readonly times: LiveTimes;
  readonly now: () => Date;
  readonly ensureWelcome: Parameters<typeof serveWebSockets>[1]['ensureWelcome'];
  readonly addressOf: (request: IncomingMessage) => string;
  readonly dress: (refusal: HttpResponse, headers: IncomingMessage['headers']) => HttpResponse;
}

/** Subscriptions at the endpoint, by WebSocket and as event streams. */
export interface RunningLive {
  readonly upgrade: WebSockets['upgrade'];
  readonly stream: EventStreams['open'];
  /** Sends all clients elsewhere. */
  readonly drain: () => Promise<void>;
  readonly stop: () => void;
}

/** Opens the endpoint for subscriptions. */
export async function openLive(options: LiveOptions): Promise<RunningLive> {
  const { viewers, times, now, log, limits, gatekeeper } = options;
  const tokens = watchTokens({ viewers, everyMs: times.tokensMs, now, log });
  const hub = await openHub({ ...options, standingChanged: tokens.look });
  const live: Live = { hub, gatekeeper, viewers, tokens, caps: capsOf(limits), limits, times, log };
  const webSockets = serveWebSockets(live, options);
  const streams = serveEventStreams(live);
  return {
    upgrade: webSockets.upgrade,
    stream: streams.open,
    drain: async () => {
      streams.drain();
      await webSockets.drain();
    },
    stop: () => {
      webSockets.stop();
      tokens.stop();
      hub.stop();
    },
  };
}
