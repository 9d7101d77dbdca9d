import { setTimeout as delay } from 'node:timers/promises';
import type { Reader } from './reader.ts';
import type { Ending, Told } from './told.ts';

/** What a look at the present state comes to. */
export type Look =
  | { readonly told: Told }
  | { readonly refused: Ending }
  /** A part that it needs does not answer: later it will. */
  | 'away';

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

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Looks at a thing when it changed, one look after the other: what changes during a look is seen by the next. Whoever
 * joins is told of what changes from then on, and at first of what its client has not seen.
 */
export function createWatch<R extends Reader>({ look, abandoned }: WatchOptions): Watch<R> {
  const members = new Map<R, Member>();
  let latest: Told | undefined;
  let isWanted = false;
  let isLooking = false;
  let looking = Promise.resolve();

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
  const lookOnAndOn = async () => {
    isLooking = true;
    try {
      for (let pause = FIRST_PAUSE_MS; isWanted && members.size > 0; ) {
        isWanted = false;
        const seen = await look();
        if (seen === 'away') {
          isWanted = true;
          await delay(pause, undefined, { ref: false });
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
          continue;
        }
        pause = FIRST_PAUSE_MS;
        if ('refused' in seen) endAll(seen.refused);
        else settle(seen.told);
      }
    } finally {
      // In the same step as the last look at what is wanted: who wants something a moment later begins anew.
      isLooking = false;
    }
  };
  const lookAnew = (): Promise<void> => {
    isWanted = true;
    if (!isLooking) looking = lookOnAndOn();
    return looking;
  };
  return {
    members: () => members.keys(),
    leave,
    join: (reader) => {
      members.set(reader, { reader });
      const isKnown = latest !== undefined && !isLooking;
      if (isKnown && !reader.stands()) reader.standOn(latest as Told, undefined);
      else if (!(isKnown && reader.hasSeen(latest as Told))) void lookAnew();
    },
    hear: (version) => {
      for (const member of members.values()) member.heardFrom = Math.min(member.heardFrom ?? version, version);
      if (latest?.version === undefined || version > latest.version) void lookAnew();
    },
    again: ({ hasMissed }) => {
      if (hasMissed) for (const member of members.values()) member.heardFrom = Number.NEGATIVE_INFINITY;
      return lookAnew();
    },
  };
}
