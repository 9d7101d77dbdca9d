import { MOST_WAITING, MOST_WAITING_IN_ALL } from '@fieldhouse/platform';
import { LONGEST_NAME } from './gatekeeper/lean-document.ts';
import { MOST_ALIAS_TEXT } from './gatekeeper/operation-limits.ts';
import { MOST_COMPARISONS } from './gatekeeper/repeated-fields.ts';
import { VARIABLE_DEPTH } from './gatekeeper/size.ts';
import { MOST_ERRORS } from './gatekeeper/validation.ts';
import { MOST_ERRORS as MOST_REFUSALS } from './refused/answer.ts';

/** A limit that no setting changes. */
export interface FixedLimit {
  readonly what: string;
  readonly limit: string;
  /** What a request beyond it is answered. */
  readonly code: string;
}

const number = (value: number) => value.toLocaleString('en');

/** Every limit of the public door that no setting changes. */
export const fixedLimits: readonly FixedLimit[] = [
  {
    what: 'Aliases of an operation together, fragments counted wherever they are spread',
    limit: `${MOST_ALIAS_TEXT} characters`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { what: 'A name', limit: `${LONGEST_NAME} characters`, code: 'GRAPHQL_VALIDATION_FAILED' },
  { what: 'Nesting of lists and objects in variables', limit: `${VARIABLE_DEPTH} levels`, code: 'BAD_USER_INPUT' },
  { what: 'Variables that do not fit', limit: 'the first is told', code: 'BAD_USER_INPUT' },
  {
    what: 'Pairs of fields of the same name in the same place',
    limit: number(MOST_COMPARISONS),
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { what: 'Introspection that goes round in circles', limit: "graphql-js' rule", code: 'GRAPHQL_VALIDATION_FAILED' },
  { what: 'Errors told about one document', limit: number(MOST_ERRORS), code: 'the rest is not told' },
  { what: 'Errors told about fields refused by the token', limit: number(MOST_REFUSALS), code: 'the rest is null' },
  { what: "Length of an error's message", limit: '500 characters', code: 'the rest is cut off' },
  { what: 'Operations in one HTTP request', limit: '1', code: 'BAD_REQUEST' },
  { what: 'URL and headers of a request', limit: '16 KB', code: 'HEADERS_TOO_LARGE' },
  { what: 'Time the head of a request may take to arrive', limit: '10 s', code: 'REQUEST_TIMEOUT' },
  { what: 'Time its body may take, from its turn on', limit: '12 s', code: 'REQUEST_TIMEOUT' },
  {
    what: 'Requests of one connection that are answered at once',
    limit: '1',
    code: 'those sent ahead wait, and are answered in their order',
  },
  {
    what: 'Requests sent ahead on one connection',
    limit: number(MOST_WAITING),
    code: 'the connection is not read any further until there are fewer',
  },
  {
    what: 'Requests sent ahead on all connections',
    limit: number(MOST_WAITING_IN_ALL),
    code: 'the connection with most of them is closed',
  },
  { what: 'Answers of one connection that are not taken yet', limit: '1', code: 'its next request waits' },
  { what: 'Time from a WebSocket to its `connection_init`', limit: '3 s', code: 'the WebSocket is closed with 4408' },
  {
    what: 'Signs of life: a WebSocket that does not answer a ping by the next',
    limit: '12 s',
    code: 'the WebSocket is closed',
  },
  { what: 'States that wait for one subscription', limit: '1', code: 'the newest is told, with `coalesced`' },
  { what: 'Until a token that was revoked ends what is open', limit: '2 s', code: 'the WebSocket is closed with 4401' },
  { what: 'Compressed WebSocket frames', limit: 'none', code: 'not agreed to' },
  { what: 'Compressed requests', limit: 'none', code: 'UNSUPPORTED_MEDIA_TYPE' },
];
