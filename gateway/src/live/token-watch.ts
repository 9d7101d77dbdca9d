import type { Bearer, Viewers } from '@fieldhouse/kit';
import type { Logger } from '@fieldhouse/platform';

/** A connection that lasts longer than a request, and so perhaps than its token. */
export interface Lasting {
  readonly bearer: () => Bearer | null;
  /** Its token is no longer honoured. */
  readonly tokenIsOver: (why: 'expired' | 'revoked') => void;
}

/** Ends what lasts once its token has run out or was refused. */
export interface TokenWatch {
  readonly add: (lasting: Lasting) => void;
  readonly remove: (lasting: Lasting) => void;
  /** Looks now, as something happened to somebody. */
  readonly look: () => void;
  readonly stop: () => void;
}

interface Watching {
  readonly viewers: Viewers;
  readonly everyMs: number;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Looks at the tokens of all connections in one go, every few seconds. */
export function watchTokens({ viewers, everyMs, now, log }: Watching): TokenWatch {
  const all = new Set<Lasting>();
  let isLooking = false;
  let isWanted = false;

  const look = async () => {
    const held = new Map<Bearer, Lasting[]>();
    for (const lasting of all) {
      const bearer = lasting.bearer();
      if (bearer) held.set(bearer, [...(held.get(bearer) ?? []), lasting]);
    }
    if (held.size === 0) return;
    for (const bearer of await viewers.outlived([...held.keys()])) {
      const why = bearer.expiresAt <= now().getTime() ? 'expired' : 'revoked';
      // A fresh token may have come meanwhile.
      for (const it of held.get(bearer) ?? []) if (it.bearer() === bearer) it.tokenIsOver(why);
    }
  };
  const lookAsOftenAsWanted = async () => {
    isWanted = true;
    if (isLooking) return;
    isLooking = true;
    while (isWanted) {
      isWanted = false;
      // While nobody knows who is denied, requests are not answered either: each subgraph asks for itself.
      await look().catch((error: unknown) => log.debug({ error }, 'tokens cannot be looked at'));
    }
    isLooking = false;
  };
  const timer = setInterval(() => void lookAsOftenAsWanted(), everyMs).unref();
  return {
    add: (lasting) => void all.add(lasting),
    remove: (lasting) => void all.delete(lasting),
    look: () => void lookAsOftenAsWanted(),
    stop: () => clearInterval(timer),
  };
}

/** What a client is told whose token is over. */
export const OVER = { expired: 'The access token has expired', revoked: 'The access token was revoked' } as const;
