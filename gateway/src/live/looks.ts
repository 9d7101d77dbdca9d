import { setTimeout as delay } from 'node:timers/promises';
import type { Ending, Told } from './told.ts';

/** What a look at the present state comes to. */
export type Look =
  | { readonly told: Told }
  | { readonly refused: Ending }
  /** A part that it needs does not answer: later it will. */
  | 'away';

/** One look after the other. */
export interface Looks {
  /** Looks anew; resolves when nothing more is wanted. */
  readonly anew: () => Promise<void>;
  /** Looks if that was wanted when nobody was watching. */
  readonly goOn: () => void;
  readonly isUnderWay: () => boolean;
}

interface LooksOptions {
  readonly look: () => Promise<Look>;
  /** Whether somebody asks, now. */
  readonly isWatched: () => boolean;
  readonly seen: (told: Told) => void;
  readonly refused: (ending: Ending) => void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Looks one after the other, as often as that is wanted and no oftener: what changes during a look is seen by the next. */
export function oneAfterTheOther({ look, isWatched, seen, refused }: LooksOptions): Looks {
  let isWanted = false;
  let isUnderWay = false;
  let underWay = Promise.resolve();

  const lookOnAndOn = async () => {
    isUnderWay = true;
    try {
      for (let pause = FIRST_PAUSE_MS; isWanted && isWatched(); ) {
        isWanted = false;
        const found = await look();
        if (found === 'away') {
          isWanted = true;
          await delay(pause, undefined, { ref: false });
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
          continue;
        }
        pause = FIRST_PAUSE_MS;
        if ('refused' in found) refused(found.refused);
        else seen(found.told);
      }
    } finally {
      // In the same step as the last look at what is wanted: who wants something a moment later begins anew.
      isUnderWay = false;
    }
  };
  const goOn = () => {
    if (!isUnderWay) underWay = lookOnAndOn();
    return underWay;
  };
  return {
    anew: () => {
      isWanted = true;
      return goOn();
    },
    goOn: () => void goOn(),
    isUnderWay: () => isUnderWay,
  };
}
