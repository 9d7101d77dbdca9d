import { type HttpResponse, jsonError, type Logger, type SubgraphClient } from '@fieldhouse/platform';
import { UNAVAILABLE } from '../codes.ts';
import { json } from './json.ts';

/**
 * Auth's public keys, for everybody who wants to check our tokens. However many ask, auth is asked by one at a time;
 * while auth is away, the keys are as it last gave them.
 */
export function publishedKeys(auth: SubgraphClient | undefined, log: Logger): () => Promise<HttpResponse> {
  let last: unknown;
  let asking: Promise<void> | undefined;
  const ask = async () => {
    try {
      last = (await auth?.fetchJson('/.well-known/jwks.json')) ?? last;
    } catch (error) {
      log.debug({ error }, 'the key set cannot be read'); // the way to auth tells of an outage, once
    }
  };
  return async () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await asking;
    if (!last) return jsonError(503, UNAVAILABLE.code, UNAVAILABLE.message);
    return json(200, last, { 'cache-control': 'public, max-age=60' });
  };
}
