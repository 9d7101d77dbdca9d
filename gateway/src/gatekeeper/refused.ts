import type { GraphQLError, GraphQLFormattedError } from 'graphql';

/** A request that the gatekeeper turns away: what the client is told, and the HTTP status that says the same. */
export class Refused extends Error {
  readonly errors: readonly GraphQLFormattedError[];
  readonly status: number;
  /** When trying again makes sense. */
  readonly retryAfterSeconds: number | undefined;

  constructor(errors: readonly GraphQLFormattedError[], status: number, retryAfterSeconds?: number) {
    super(errors[0]?.message);
    this.errors = errors;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get codes(): readonly unknown[] {
    return [...new Set(this.errors.map(({ extensions }) => extensions?.code))];
  }
}

/** Messages repeat what the client wrote; a name of a megabyte is neither sent back nor kept. */
const LONGEST_MESSAGE = 500;

/** The message as short as clients get it. */
export const shortened = (message: string): string => message.slice(0, LONGEST_MESSAGE);

/** One error with a code, as most checks refuse. */
export const refusal = (code: string, message: string, status = 400): Refused =>
  new Refused([{ message: shortened(message), extensions: { code } }], status);

/** Errors of graphql-js under one code, with the places in the document that they are about. */
export function refusalOf(
  errors: readonly GraphQLError[],
  code: string,
  locationsOf: (error: GraphQLError) => GraphQLFormattedError['locations'],
): Refused {
  const formatted = errors.map((error) => {
    const locations = locationsOf(error);
    return { message: shortened(error.message), ...(locations?.length ? { locations } : {}), extensions: { code } };
  });
  return new Refused(formatted, 400);
}
