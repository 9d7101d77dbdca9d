import type { CallHeaders, HttpResponse } from '@fieldhouse/platform';
import { corsHeaders } from './cors.ts';

const SECURITY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
};

/** What every answer has, whoever made it: the request's id, in its errors too, and what browsers are told. */
export function dressed(
  answer: HttpResponse,
  { requestId, asked, mayRead }: { requestId: string; asked: CallHeaders; mayRead: (origin: string) => boolean },
): HttpResponse {
  const headers = { ...SECURITY, ...corsHeaders(asked, mayRead), 'x-request-id': requestId, ...answer.headers };
  return { ...withRequestId(answer, requestId), headers };
}

/** Refusals made before an operation was read do not know the request's id yet. */
function withRequestId(answer: HttpResponse, requestId: string): HttpResponse {
  const { status, body, headers } = answer;
  if (status < 400 || typeof body !== 'string' || !headers?.['content-type']?.includes('json')) return answer;
  const { errors, ...rest } = JSON.parse(body) as { errors?: { message: string; extensions?: object }[] };
  if (!errors) return answer;
  const identified = errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
  return { ...answer, body: JSON.stringify({ ...rest, errors: identified }) };
}
