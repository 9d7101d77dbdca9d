import { GraphQLError } from 'graphql';
import type { ErrorCode } from './__generated__/error-code.ts';

/** A refusal the caller can act on. Thrown inside a mutation it rolls back and becomes one of the payload's `userErrors`. */
export class UserError extends Error {
  readonly code: ErrorCode;
  readonly path: readonly string[] | null;

  constructor(code: ErrorCode, message: string, ...path: string[]) {
    super(message);
    this.code = code;
    this.path = path.length > 0 ? path : null;
  }
}

const failure = (code: string, fallback: string) =>
  class extends GraphQLError {
    constructor(message = fallback) {
      super(message, { extensions: { code } });
    }
  };

/** The request carries no valid token. */
export class Unauthenticated extends failure('UNAUTHENTICATED', 'Sign in first') {}
/** The viewer may not; the message says what would be needed, never what exists. */
export class Forbidden extends failure('FORBIDDEN', 'Not allowed') {}
/** The thing acted on does not exist, or not for this viewer. */
export class NotFound extends failure('NOT_FOUND', 'No such thing') {}
/** An argument makes no sense: a broken cursor, a page too large, a NUL byte. */
export class BadInput extends failure('BAD_USER_INPUT', 'Not a valid request') {}
/** A part the answer depends on does not answer; trying again later is right. */
export class Unavailable extends failure('SERVICE_UNAVAILABLE', 'Temporarily unavailable') {}
/** Too much at once from one caller. */
export class RateLimited extends failure('RATE_LIMITED', 'Too many requests') {}
