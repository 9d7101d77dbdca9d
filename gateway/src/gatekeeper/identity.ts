import { type Bearer, Unauthenticated, Unavailable, type Viewer, type Viewers } from '@fieldhouse/kit';
import { failureOf, type Logger } from '@fieldhouse/platform';
import { UNAVAILABLE } from '../codes.ts';
import { refusal } from './refused.ts';

/** Who asks. */
export interface Identity {
  readonly visitor: Viewer | null;
  /** The token that says so. */
  readonly bearer: Bearer | null;
  /** Why the token that came along is not honoured. The request goes on as nobody's, so that an old token does not keep anybody from signing in. */
  readonly tokenProblem: string | null;
}

/** Nobody in particular, as who asks is before it is known. */
export const NOBODY: Identity = { visitor: null, bearer: null, tokenProblem: null };

/** Reads who asks from an Authorization header; refuses only when tokens cannot be checked at all. */
export async function identityOf(authorization: string | undefined, viewers: Viewers, log: Logger): Promise<Identity> {
  try {
    const bearer = await viewers.bearerOf(authorization);
    return { visitor: bearer?.viewer ?? null, bearer, tokenProblem: null };
  } catch (error) {
    if (error instanceof Unauthenticated) return { ...NOBODY, tokenProblem: error.message };
    // The way to the part that is away tells of that, once.
    const isTold = error instanceof Unavailable || failureOf(error) === 'outage';
    log[isTold ? 'debug' : 'error']({ error }, 'tokens cannot be checked');
    throw refusal(UNAVAILABLE.code, UNAVAILABLE.message, 503);
  }
}
