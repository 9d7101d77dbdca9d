import { type Look, oneAfterTheOther } from './looks.ts';
import type { Reader } from './reader.ts';
import type { Told } from './told.ts';
import type { Watch } from './watch.ts';

interface SequenceOptions {
  /** The version that the client has seen; with 0 it wants the newest first, with none only what comes. */
  readonly since: number | undefined;
  /** Looks for the next after that version; for the newest where there is none. */
  readonly look: (after: number | undefined) => Promise<Look>;
  readonly abandoned: () => void;
}

/** What tells one subscriber of each version, in turn. */
export interface Sequence<R extends Reader> extends Watch<R> {
  /** Its client has taken what was told. */
  readonly taken: () => void;
}

/** Tells of each version. The next is looked for when the one before was taken: however many there are, one waits here. */
export function createSequence<R extends Reader>({ since, look, abandoned }: SequenceOptions): Sequence<R> {
  let reader: R | undefined;
  let after = since === 0 ? undefined : since;
  let heardFrom: number | undefined;
  let isOneWaiting = false;

  const tell = (told: Told) => {
    isOneWaiting = true;
    reader?.tell(told);
  };
  const seen = (told: Told) => {
    const { version, isNothing } = told;
    // Nothing new is not told; but from the beginning on, whatever comes is.
    if (isNothing) after ??= 0;
    else if (version === undefined) tell(told);
    else {
      const next = after === undefined ? firstToTell(version) : version;
      if (next === version) tell(told);
      after = next === version ? version : Math.min(version, next - 1);
      void looks.anew();
    }
  };
  /** Of what is there already, and of what was heard of since the client came. */
  const firstToTell = (newest: number) =>
    since === 0 ? Math.min(newest, heardFrom ?? newest) : (heardFrom ?? newest + 1);
  const looks = oneAfterTheOther({
    look: () => look(after),
    isWatched: () => reader !== undefined && !isOneWaiting,
    seen,
    refused: (ending) => reader?.end(ending),
  });
  return {
    members: () => (reader ? [reader] : []),
    join: (joining) => {
      reader = joining;
      void looks.anew();
    },
    leave: () => {
      if (reader) abandoned();
      reader = undefined;
    },
    hear: (version) => {
      if (after === undefined) heardFrom = Math.min(heardFrom ?? version, version);
      if (after === undefined || version > after) void looks.anew();
    },
    again: () => looks.anew(),
    taken: () => {
      isOneWaiting = false;
      looks.goOn();
    },
  };
}
