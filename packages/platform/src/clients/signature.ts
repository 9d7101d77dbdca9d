import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyValue } from '../key-value/key-value.ts';
import type { CallHeaders } from './call-headers.ts';
import { ownNonces, sharedNonces } from './nonces.ts';
import { FORWARDED_HEADERS } from './subgraph-client.ts';

/** The request that is signed, as both ends see it. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string;
  readonly headers: CallHeaders;
}

const names = {
  caller: 'x-fieldhouse-caller',
  time: 'x-fieldhouse-time',
  nonce: 'x-fieldhouse-nonce',
  signature: 'x-fieldhouse-signature',
  key: 'x-fieldhouse-key',
} as const;

const SKEW_MILLISECONDS = 30_000;

/** Why a request was refused. The reason is for the log: a stranger learns only that it was. */
export class BadSignature extends Error {
  readonly code = 'UNAUTHENTICATED';
  readonly reason: string;

  constructor(reason: string) {
    super('This address answers signed requests only.');
    this.name = 'BadSignature';
    this.reason = reason;
  }
}

/** The headers that prove who calls, for one request to `recipient` now. */
export function signRequest(
  request: SignedRequest,
  { caller, recipient, secret }: { caller: string; recipient: string; secret: string },
): Record<string, string> {
  const proof = { [names.caller]: caller, [names.time]: String(Date.now()), [names.nonce]: nextNonce() };
  const signature = sign({ ...request, headers: { ...request.headers, ...proof } }, recipient, secret);
  return { ...proof, [names.signature]: signature.toString('base64url') };
}

/**
 * Checks requests to `recipient` and says who calls; throws {@link BadSignature} for what is unsigned, altered, too old
 * or seen before. A router that cannot sign may send the static key instead, and counts as the gateway.
 */
export function createSignatureVerifier({
  recipient,
  secret,
  staticKey,
  now = Date.now,
  keyValue,
}: {
  recipient: string;
  secret: string;
  staticKey?: string | undefined;
  now?: () => number;
  /** Where the instances of the recipient remember together what they have seen. */
  keyValue?: KeyValue | undefined;
}): (request: SignedRequest) => Promise<{ caller: string }> {
  const remembering = { skewMs: SKEW_MILLISECONDS, now };
  const isNew = keyValue ? sharedNonces(keyValue, recipient, remembering) : ownNonces(remembering);
  return async (request) => {
    const {
      [names.caller]: caller,
      [names.time]: time,
      [names.nonce]: nonce,
      [names.signature]: signature,
      [names.key]: key,
    } = request.headers;
    if (staticKey && key && isSame(digest(key), digest(staticKey))) return { caller: 'gateway' };
    if (!caller || !time || !nonce || !signature) throw new BadSignature('unsigned');
    if (!isSame(Buffer.from(signature, 'base64url'), sign(request, recipient, secret)))
      throw new BadSignature('altered');
    if (!(Math.abs(now() - Number(time)) <= SKEW_MILLISECONDS)) throw new BadSignature('expired');
    if (!(await isNew(nonce, Number(time)))) throw new BadSignature('replayed');
    return { caller };
  };
}

/** JSON keeps the parts apart, whatever characters are in them. */
function sign({ method, path, body, headers }: SignedRequest, recipient: string, secret: string): Buffer {
  const signed = [names.caller, names.time, names.nonce, ...FORWARDED_HEADERS].map((name) => headers[name] ?? null);
  const text = JSON.stringify(['v1', recipient, method, path, digest(body).toString('base64url'), ...signed]);
  return createHmac('sha256', secret).update(text).digest();
}

const digest = (text: string) => createHash('sha256').update(text).digest();

const isSame = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other);

const processPrefix = randomBytes(9).toString('base64url');
let issued = 0;

/** Unique is enough, a nonce is no secret; random bytes per request would cost more than the HMAC. */
function nextNonce(): string {
  issued += 1;
  return `${processPrefix}.${issued.toString(36)}`;
}
