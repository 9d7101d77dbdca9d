/** Somebody of the demo club, or nobody. */
export type Who = 'nobody' | 'player' | 'coach' | 'admin';

/** What came back. */
export interface Outcome {
  readonly status: number;
  /** The codes of its errors, each once. */
  readonly codes: readonly string[];
  readonly bytes: number;
}

/** The house under attack. */
export interface Target {
  readonly url: string;
  readonly tokens: Readonly<Record<Who, string | undefined>>;
  readonly post: (body: unknown, as?: Who, headers?: Record<string, string>) => Promise<Outcome>;
}

/** One hostile request, or a crowd of them, and how it is to be answered. */
export interface Attack {
  readonly name: string;
  readonly run: (target: Target) => Promise<Outcome>;
  /** The codes that may be answered; none means that it is served. */
  readonly codes: readonly string[];
  /** Most bytes of the answer. */
  readonly bytes: number;
  /** Whether there is more to do than time: then for some it ends with SERVICE_UNAVAILABLE. */
  readonly mayBeLate?: boolean;
}

const SMALL = 8_000;

interface Operation {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
}

/** An operation that is sent as JSON. */
export const operation = (
  name: string,
  body: Operation,
  codes: readonly string[],
  { as = 'nobody' as Who, bytes = SMALL } = {},
): Attack => ({ name, run: ({ post }) => post(body, as), codes, bytes });

/** Anything else. */
export const attack = (
  name: string,
  codes: readonly string[],
  run: Attack['run'],
  { bytes = SMALL, mayBeLate = false } = {},
): Attack => ({
  name,
  run,
  codes,
  bytes,
  mayBeLate,
});

/** An answer, read whole. */
export async function outcomeOf(response: Response): Promise<Outcome> {
  const text = await response.text();
  return { status: response.status, codes: codesIn(text), bytes: text.length };
}

const codesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code ?? '')),
];

let met = 0;

/** Many at once, each with a number that none had before: what was new is so when it is tried again. */
export const crowd = async (count: number, one: (number: number) => Promise<Outcome>): Promise<Outcome> => {
  const before = met;
  met += count;
  const all = await Promise.all(Array.from({ length: count }, (_, i) => one(before + i)));
  return {
    status: Math.max(...all.map(({ status }) => status)),
    codes: [...new Set(all.flatMap(({ codes }) => codes))],
    bytes: Math.max(...all.map(({ bytes }) => bytes)),
  };
};
