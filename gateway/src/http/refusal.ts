import type { CallHeaders, HttpResponse } from '@fieldhouse/platform';
import { statusFor } from '../answers.ts';
import type { Refused } from '../gatekeeper/refused.ts';
import { json } from './json.ts';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/** What HTTP says when the gatekeeper turns a request away. */
export function refusalResponse(
  { errors, codes, status, retryAfterSeconds }: Refused,
  { accept = '' }: CallHeaders,
  requestId: string,
): HttpResponse {
  const told = errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
  const headers = {
    ...(accept.includes(GRAPHQL_RESPONSE) ? { 'content-type': `${GRAPHQL_RESPONSE}; charset=utf-8` } : {}),
    ...(retryAfterSeconds ? { 'retry-after': String(retryAfterSeconds) } : {}),
  };
  return json(statusFor(accept, status, codes), { errors: told }, headers);
}
