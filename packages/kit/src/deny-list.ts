import type { KeyValue } from '@fieldhouse/platform';
import { LRUCache } from 'lru-cache';

/** Whose token it is, and of which session. */
interface Bearer {
  readonly id: string;
  readonly sessionId: string;
}

/** Tokens that were signed validly but must not be honoured any longer. */
export interface DenyList {
  refuses(bearer: Bearer, version: number): Promise<boolean>;
  /** From now on refuses every token of this session. */
  denySession(sessionId: string, seconds: number): Promise<void>;
  /** From now on refuses every token of this person whose account version is below the given one. */
  denyBelow(userId: string, version: number, seconds: number): Promise<void>;
}

// A process asks the shared store at most once a second per person: revocations take effect within that time.
const REMEMBERED_MS = 1000;

/** Keeps the deny-list in Redis where there is one; entries live as long as the tokens they refuse. */
export function createDenyList(store: KeyValue): DenyList {
  const recent = new LRUCache<string, { value: string | null }>({ max: 10_000, ttl: REMEMBERED_MS });
  const read = async (key: string): Promise<string | null> => {
    const known = store.isShared ? recent.get(key) : undefined;
    if (known) return known.value;
    const value = await store.get(key);
    recent.set(key, { value });
    return value;
  };
  const write = async (key: string, value: string, seconds: number) => {
    await store.set(key, value, seconds);
    recent.delete(key);
  };
  return {
    refuses: async (bearer, version) => {
      const [session, below] = await Promise.all([read(`deny:${bearer.sessionId}`), read(`deny:${bearer.id}`)]);
      return session !== null || (below !== null && version < Number(below));
    },
    denySession: (sessionId, seconds) => write(`deny:${sessionId}`, '1', seconds),
    denyBelow: async (userId, version, seconds) => {
      // An event that comes late must not let in again whom a newer one keeps out.
      const known = Number((await store.get(`deny:${userId}`)) ?? 0);
      await write(`deny:${userId}`, String(Math.max(known, version)), seconds);
    },
  };
}
