import { erasePerson } from '@fieldhouse/contracts';
import type { Erasure } from '@fieldhouse/messaging';
import { ID } from './ids.ts';

/** Dead letters forget whoever was deleted; what they keep is still an event, timer or job, and can be replayed. */
export const erasure: Erasure = {
  subjectOf: ({ type, payload }) => {
    if (type !== 'UserDeleted' || typeof payload !== 'object' || payload === null) return undefined;
    const { userId } = payload as { userId?: unknown };
    return typeof userId === 'string' ? userId : undefined;
  },
  erase: ({ kind, type, key, payload }, userId) =>
    kind === 'message' ? erasePerson(type, payload, userId) : idsOf(payload, userId, key.includes(userId)),
};

/**
 * What a timer or job is about, without what it says of a person: nobody declares what its payload means, so of each object
 * that names them only ids and dates are kept as texts, at every depth. Handlers look up the rest.
 */
function idsOf(value: unknown, userId: string, isTheirs: boolean): unknown {
  if (typeof value === 'string') return isTheirs && !ID.test(value) && !INSTANT.test(value) ? '' : value;
  if (Array.isArray(value)) return value.map((item) => idsOf(item, userId, isTheirs));
  if (typeof value !== 'object' || value === null) return value;
  const names = isTheirs || Object.values(value).flat().includes(userId);
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, idsOf(it, userId, names)]));
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
