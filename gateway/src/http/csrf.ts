import { type CallHeaders, HttpError } from '@fieldhouse/platform';

/** Headers that a web page can send elsewhere only after the browser has asked here. */
const PREFLIGHTED = [
  'apollo-require-preflight',
  'graphql-require-preflight',
  'graphql-preflight',
  'x-apollo-operation-name',
];

/**
 * Throws when any web page could have made a browser send this by itself. Our answers would stay hidden from it, but
 * not how long they took. A POST proves itself by its content type.
 */
export function ensureMeant(headers: CallHeaders, mayRead: (origin: string) => boolean): void {
  const { authorization = '', origin, 'sec-fetch-site': site, 'content-type': type = '' } = headers;
  const isProof =
    // Not Basic: browsers send that along on their own once they know it.
    /^bearer /i.test(authorization) ||
    /^application\/json\b/i.test(type) ||
    PREFLIGHTED.some((name) => headers[name]) ||
    (origin !== undefined && mayRead(origin)) ||
    site === 'same-origin';
  if (isProof) return;
  throw new HttpError(
    400,
    'BAD_REQUEST',
    `Any web page could have sent this: send an authorization header with a token, or apollo-require-preflight: true`,
  );
}
