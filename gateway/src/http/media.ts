import { MIMEType } from 'node:util';
import { type CallHeaders, HttpError } from '@fieldhouse/platform';
import { preferenceOf, wish } from './preference.ts';

const ANSWERS = ['application/json', 'application/graphql-response+json'];
const EVENT_STREAM = 'text/event-stream';
const UTF_8 = ['utf-8', 'utf8'];

/** Throws unless a body says that it is JSON in UTF-8. Forms of a web page, which need nobody's leave, cannot say so. */
export function ensureJson({ 'content-type': given = '' }: CallHeaders): void {
  const type = parsed(given);
  const charset = type?.params.get('charset') ?? 'utf-8';
  if (type?.essence === 'application/json' && UTF_8.includes(charset.toLowerCase())) return;
  throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'A request is application/json in UTF-8');
}

/** Throws when the client could not read the answer: said before anything is done, not after. */
export function ensureAcceptable({ accept = '' }: CallHeaders): void {
  const preference = preferenceOf(accept);
  if (ANSWERS.some((type) => wish(preference, type) > 0) || (preference.get(EVENT_STREAM) ?? 0) > 0) return;
  throw new HttpError(406, 'NOT_ACCEPTABLE', `Answers are ${ANSWERS.join(' or ')}`);
}

/** Whether a client reads answers as a stream of events: it says so by that name. */
export const wantsStream = ({ accept = '' }: CallHeaders): boolean => (preferenceOf(accept).get(EVENT_STREAM) ?? 0) > 0;

/** Whether somebody looks at the endpoint with a browser. */
export function wantsPage({ accept = '' }: CallHeaders): boolean {
  const preference = preferenceOf(accept);
  const page = preference.get('text/html') ?? 0;
  return page > 0 && ANSWERS.every((type) => wish(preference, type) < page);
}

function parsed(text: string): MIMEType | undefined {
  try {
    return new MIMEType(text);
  } catch {
    return undefined;
  }
}
