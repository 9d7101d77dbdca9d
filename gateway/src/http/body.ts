import { HttpError, type HttpRequest } from '@fieldhouse/platform';
import { ensureJson } from './media.ts';

/** The JSON object that a POST brings; throws where it brings anything else. */
export function bodyOf({ body, headers }: Pick<HttpRequest, 'body' | 'headers'>): Readonly<Record<string, unknown>> {
  ensureJson(headers);
  const json = parsed(body);
  if (Array.isArray(json)) throw malformed('Batches are not served: send one operation in a request');
  if (typeof json !== 'object' || json === null) throw malformed('The body is not a JSON object');
  return json as Record<string, unknown>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body is not JSON');
  }
}

const malformed = (message: string) => new HttpError(400, 'BAD_REQUEST', message);
