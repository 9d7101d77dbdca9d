import type { HttpResponse } from '@fieldhouse/platform';

/** A JSON document as an answer; nobody keeps it unless told to. */
export const json = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});
