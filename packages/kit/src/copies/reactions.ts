import type { EventName } from '@fieldhouse/contracts';
import { type Reactions, repeatably } from '../reactions.ts';
import { sqlOf } from '../transact.ts';
import { type Announcement, noteRequest } from './announcement.ts';
import type { AnyCopy } from './copy.ts';
import { noteAnnounced } from './rebuild.ts';

/**
 * All that a subgraph reacts to: what its copies need, and in place of that its own reaction where it has one; and the
 * two sides of a rebuild.
 */
export function allReactions<Db>(
  own: Reactions<Db> = {},
  copies: readonly AnyCopy[] = [],
  announcements: readonly Announcement<Db>[] = [],
): Reactions<Db> {
  return { ...kept(copies), ...own, ...rebuilds(copies, announcements) };
}

type Batched = ReturnType<typeof repeatably<EventName, unknown>>;

function kept(copies: readonly AnyCopy[]): Record<string, Batched> {
  const reactions: Record<string, Batched> = {};
  for (const copy of copies)
    for (const [name, next] of Object.entries(copy.reactions as Record<string, Batched>)) {
      const first = reactions[name];
      reactions[name] = first ? repeatably((...news) => first.batch(...news).then(() => next.batch(...news))) : next;
    }
  return reactions;
}

function rebuilds<Db>(copies: readonly AnyCopy[], announcements: readonly Announcement<Db>[]): Reactions<Db> {
  const asks: Reactions<Db> = {
    RebuildAnnounced: ({ rebuildId, count }, { tx }) => noteAnnounced(sqlOf(tx), rebuildId, count),
  };
  const answers: Reactions<Db> = { RebuildRequested: (request, { tx }) => noteRequest(announcements, tx, request) };
  return { ...(copies.length > 0 ? asks : {}), ...(announcements.length > 0 ? answers : {}) };
}
