import { Pool } from 'undici';
import type { Logger } from '../log.ts';
import { type Outage, watchOutage } from '../outages.ts';
import { ServiceUnavailable } from '../service-unavailable.ts';
import type { CallHeaders } from './call-headers.ts';
import { withDeadline } from './deadline.ts';
import { type SignedRequest, signRequest } from './signature.ts';
import { FORWARDED_HEADERS, type GraphQLResponseBody, type SubgraphClient } from './subgraph-client.ts';

interface HttpClientOptions {
  readonly name: string;
  /** The subgraph's routing URL. */
  readonly url: string;
  /** The service that calls: `gateway`, or a subgraph's name. */
  readonly caller: string;
  readonly secret: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes?: number;
  readonly log: Logger;
}

const CONNECTIONS = 64;

/** A subgraph in another process, over kept-alive connections: signed, with a deadline and a bounded answer. */
export function httpClient(options: HttpClientOptions): SubgraphClient {
  const { name, timeoutMs, maxResponseBytes = 16_000_000 } = options;
  const { origin, pathname, search } = new URL(options.url);
  const outage = watchOutage(options.log, name);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: Math.min(timeoutMs, 2_000) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 30_000,
    maxResponseSize: maxResponseBytes,
  });
  const send = (request: SignedRequest & { method: 'GET' | 'POST' }, signal?: AbortSignal) =>
    exchange(pool, request, options, outage, signal);
  return {
    name,
    async execute(body, headers, { signal } = {}) {
      const path = pathname + search;
      const answer = await send(
        { method: 'POST', path, body: JSON.stringify(body), headers: forwarded(withDeadline(headers, timeoutMs)) },
        signal,
      );
      if (!isGraphQLAnswer(answer)) throw new ServiceUnavailable(name, new Error('The answer is not GraphQL.'));
      return answer;
    },
    fetchJson: (path) => send({ method: 'GET', path, body: '', headers: {} }),
    stop: () => pool.close(),
  };
}

/** Only what is meant to travel: a client's other headers end at the gateway. */
function forwarded(headers: CallHeaders): Record<string, string> {
  return Object.fromEntries(
    FORWARDED_HEADERS.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Every failure is the same to the caller; what happened is in the cause, for the log. */
async function exchange(
  pool: Pool,
  request: SignedRequest & { method: 'GET' | 'POST' },
  options: HttpClientOptions,
  outage: Outage,
  signal?: AbortSignal,
): Promise<unknown> {
  const { name, caller, secret, timeoutMs } = options;
  const { method, path, body } = request;
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await pool.request({
      method,
      path,
      body: method === 'POST' ? body : null,
      headers: {
        ...request.headers,
        ...signRequest(request, { caller, recipient: name, secret }),
        accept: 'application/json',
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    const text = await response.body.text();
    if (response.statusCode !== 200) throw refused(response.statusCode, text);
    const answer: unknown = JSON.parse(text);
    outage.worked('requests');
    return answer;
  } catch (cause) {
    if (!signal?.aborted) outage.failed('requests', cause);
    throw new ServiceUnavailable(name, cause);
  }
}

/** Who refuses the signature says so by its code: this end is well, and one of the two clocks or secrets is not. */
const refused = (status: number, text: string): Error =>
  Object.assign(new Error(`HTTP ${status}: ${text.slice(0, 500)}`), status === 401 ? { code: 'UNAUTHENTICATED' } : {});

function isGraphQLAnswer(answer: unknown): answer is GraphQLResponseBody {
  if (typeof answer !== 'object' || answer === null) return false;
  const { data, errors } = answer as GraphQLResponseBody;
  if (errors !== undefined && !Array.isArray(errors)) return false;
  return errors !== undefined || typeof data === 'object';
}
