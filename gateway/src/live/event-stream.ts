import type { HttpRequest, HttpResponse } from '@fieldhouse/platform';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Asked } from '../gatekeeper/asked.ts';
import type { Admitted } from '../gatekeeper/gatekeeper.ts';
import type { Refused } from '../gatekeeper/refused.ts';
import { begin, ensureSubscription, type Live, placeFor, type Subscriber } from './admission.ts';
import { takeAll } from './caps.ts';
import type { Results } from './reader.ts';
import { sinceOf } from './since.ts';
import { OVER } from './token-watch.ts';
import { Ended } from './told.ts';

/** Event streams at the endpoint, for clients without WebSockets. */
export interface EventStreams {
  /** Answers a subscription as a stream of events; throws `Refused`. */
  readonly open: (request: HttpRequest, asking: Asking) => HttpResponse;
  /** Ends all of them, and has clients come again. */
  readonly drain: () => void;
}

interface Asking {
  readonly requestId: string;
  readonly asked: Asked;
  readonly extensions: unknown;
  readonly admitted: Admitted;
  readonly address: string;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx, where there is one, hands on what comes as it comes.
  'x-accel-buffering': 'no',
};

/** When a client may come again that was let go. */
const RETRY_MS = 1_000;

/** Serves subscriptions by Server-Sent Events, a connection for each (the distinct connections mode of graphql-sse). */
export function serveEventStreams(live: Live): EventStreams {
  const { caps, tokens, hub } = live;
  const drains = new Set<() => void>();
  return {
    open: (request, { requestId, asked, extensions, admitted, address }) => {
      const { authorization, 'user-agent': agent, 'last-event-id': lastEventId } = request.headers;
      const { identity } = ensureSubscription(admitted);
      const since = sinceOf(extensions, lastEventId);
      const credentials = () => ({ authorization: identity.visitor ? authorization : undefined, identity });
      const subscriber: Subscriber = { credentials, address, agent, signal: request.signal };
      const place = takeAll(
        () => caps.connectionsOfAddress.take(address),
        ...(identity.visitor ? [() => caps.connectionsOfPerson.take(identity.visitor?.id ?? '')] : []),
        () => placeFor(subscriber, caps),
      );
      const lasting = {
        bearer: () => identity.bearer,
        tokenIsOver: (why: keyof typeof OVER) => {
          const extensions = { code: 'UNAUTHENTICATED', requestId };
          subscription.end({ errors: [{ message: OVER[why], extensions }] });
        },
      };
      const drain = () => subscription.end('drained');
      const left = () => {
        tokens.remove(lasting);
        drains.delete(drain);
        place();
      };
      const subscription = begin({ asked, admitted, since }, subscriber, { hub, left });
      tokens.add(lasting);
      drains.add(drain);
      request.signal.addEventListener('abort', () => void subscription.results.return?.());
      return { status: 200, headers: HEADERS, isLasting: true, body: events(subscription.results, live.times.pingMs) };
    },
    drain: () => {
      for (const drain of [...drains]) drain();
    },
  };
}

/** What a stream says whose subscription was refused: an answer, and that it was the last. */
export const refusedStream = ({ errors }: Refused, requestId: string): HttpResponse => {
  const told = errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
  return { status: 200, headers: HEADERS, isLasting: true, body: only(nextEvent({ errors: told }), COMPLETE) };
};

async function* only(...texts: string[]): AsyncGenerator<string, undefined> {
  yield texts.join('');
}

const COMPLETE = 'event: complete\ndata:\n\n';

/** Results as events, with a sign of life where nothing happens. */
async function* events(results: Results, signOfLifeMs: number): AsyncGenerator<string, undefined> {
  yield ':\n\n';
  let upcoming = outcomeOf(results);
  for (;;) {
    const outcome = await unlessQuiet(upcoming, signOfLifeMs);
    if (outcome === 'quiet') {
      yield ':\n\n';
      continue;
    }
    if ('errors' in outcome) return yield `${nextEvent({ errors: outcome.errors })}${COMPLETE}`;
    if ('end' in outcome) return yield `retry: ${RETRY_MS}\n\n${COMPLETE}`;
    yield nextEvent(outcome.result);
    upcoming = outcomeOf(results);
  }
}

type Outcome =
  | { readonly result: FormattedExecutionResult }
  | { readonly errors: readonly GraphQLFormattedError[] }
  | { readonly end: true };

async function outcomeOf(results: Results): Promise<Outcome> {
  try {
    const { done, value } = await results.next();
    return done ? { end: true } : { result: value };
  } catch (error) {
    if (error instanceof Ended && typeof error.ending === 'object') return { errors: error.ending.errors };
    throw error;
  }
}

async function unlessQuiet<T>(upcoming: Promise<T>, milliseconds: number): Promise<T | 'quiet'> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<'quiet'>((resolve) => {
    timer = setTimeout(() => resolve('quiet'), milliseconds);
  });
  try {
    return await Promise.race([upcoming, quiet]);
  } finally {
    clearTimeout(timer);
  }
}

/** The event's id is the version: a browser that comes again says it by `Last-Event-ID`. */
function nextEvent(result: FormattedExecutionResult): string {
  const { version } = (result.extensions?.live ?? {}) as { version?: number | null };
  const id = version === undefined || version === null ? '' : `id: ${version}\n`;
  return `event: next\n${id}data: ${JSON.stringify(result)}\n\n`;
}
