import type { CallHeaders } from '@fieldhouse/platform';

/** What names the cause of work. It goes along with calls to other subgraphs and with events, and on with what those cause. */
export type Trace = Readonly<Record<string, string>>;

/** The header with the id of the person at whose request it happens; absent where nobody asked for it. */
export const ACTOR = 'fieldhouse-actor';

const SHAPES: Readonly<Record<string, RegExp>> = {
  traceparent: /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.{1,200})?$/, // W3C; later versions may say more
  'x-request-id': /^[\w-]{8,64}$/,
  [ACTOR]: /^[\w-]{1,100}$/,
};

/** The trace that a request's or a message's headers carry; what is not of the right shape is not carried on. */
export function traceOf(headers: CallHeaders): Trace {
  const kept = Object.entries(SHAPES).flatMap(([name, shape]) => {
    const value = headers[name];
    return value && shape.test(value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(kept);
}

/** The same for what is done later: nobody's doing by then. */
export const withoutActor = ({ [ACTOR]: _, ...trace }: Trace): Trace => trace;

/** What several causes agree about: all that may be said of what they caused together. */
export const commonTrace = ([first = {}, ...others]: readonly Trace[]): Trace =>
  Object.fromEntries(Object.entries(first).filter(([name, value]) => others.every((trace) => trace[name] === value)));
