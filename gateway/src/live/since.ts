import { refusal } from '../gatekeeper/refused.ts';

/** The version that a client says it has seen last: `extensions: { live: { version: 7 } }`. */
export function sinceOf(extensions: unknown, lastEventId?: string): number | undefined {
  const { live } = (extensions ?? {}) as { live?: { version?: unknown } | null };
  const version = live?.version ?? (lastEventId ? Number(lastEventId) : undefined);
  if (version === undefined || version === null) return undefined;
  if (typeof version === 'number' && Number.isSafeInteger(version) && version >= 0) return version;
  throw refusal('BAD_USER_INPUT', 'extensions.live.version is the version of a result, a whole number');
}
