import { type Look, oneAfterTheOther } from './looks.ts';
import type { Reader } from './reader.ts';
import type { Ending, Told } from './told.ts';

/** A reader and the version of the first change that was heard of since it came. */
interface Member {
  readonly reader: Reader;
  heardFrom?: number;
}

/** One thing, as one operation of one identity shows it: looked at once for all who ask for the same. */
export interface Watch<R extends Reader = Reader> {
  readonly members: () => Iterable<R>;
  readonly join: (reader: R) => void;
  readonly leave: (reader: R) => void;
  /** Something happened to it, after which it had this version. */
  readonly hear: (version: number) => void;
  /** Looks anew, whatever was heard; resolves when that is done. */
  readonly again: (options: { readonly hasMissed: boolean }) => Promise<void>;
}

interface WatchOptions {
  /** Looks at the present state. */
  readonly look: () => Promise<Look>;
  /** Nobody asks any longer. */
  readonly abandoned: () => void;
}

/**
 * Looks at a thing when it changed, one look after the other: what changes during a look is seen by the next. Whoever
 * joins is told of what changes from then on, and at first of what its client has not seen.
 */
export function createWatch<R extends Reader>({ look, abandoned }: WatchOptions): Watch<R> {
  const members = new Map<R, Member>();
  let latest: Told | undefined;

  const leave = (reader: R) => {
    if (members.delete(reader) && members.size === 0) abandoned();
  };
  const endAll = (ending: Ending) => {
    for (const reader of [...members.keys()]) reader.end(ending);
  };
  const settle = (told: Told) => {
    latest = told;
    for (const { reader, heardFrom } of [...members.values()]) {
      reader.standOn(told, heardFrom);
      reader.tell(told);
    }
  };
  const looks = oneAfterTheOther({ look, isWatched: () => members.size > 0, seen: settle, refused: endAll });
  return {
    members: () => members.keys(),
    leave,
    join: (reader) => {
      members.set(reader, { reader });
      const isKnown = latest !== undefined && !looks.isUnderWay();
      if (isKnown && !reader.stands()) reader.standOn(latest as Told, undefined);
      else if (!(isKnown && reader.hasSeen(latest as Told))) void looks.anew();
    },
    hear: (version) => {
      for (const member of members.values()) member.heardFrom = Math.min(member.heardFrom ?? version, version);
      if (latest?.version === undefined || version > latest.version) void looks.anew();
    },
    again: ({ hasMissed }) => {
      if (hasMissed) for (const member of members.values()) member.heardFrom = Number.NEGATIVE_INFINITY;
      return looks.anew();
    },
  };
}
