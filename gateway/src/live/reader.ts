import type { FormattedExecutionResult } from 'graphql';
import { Ended, type Ending, type Told } from './told.ts';

/** One subscription as its client reads it, result by result. */
export type Results = AsyncIterator<FormattedExecutionResult, undefined> & AsyncIterable<FormattedExecutionResult>;

/** What a reader is made of. */
interface ReaderOptions {
  /** The version that the client has seen already. */
  readonly since?: number | undefined;
  /** Resolves when the client can take something; then calls what is returned as soon as it has taken it. */
  readonly turn?: () => Promise<() => void>;
  /** The client has taken what it was told. Where somebody waits for that, nothing is passed over. */
  readonly taken?: () => void;
  /** Nobody reads any longer. */
  readonly left: () => void;
}

/** A subscription's end at the client. */
export interface Reader {
  readonly results: Results;
  /** Whether its client has seen the state, or a newer one. */
  readonly hasSeen: (told: Told) => boolean;
  /** Whether it is known what need not be told, as the client saw it, or it was so before anything could change. */
  readonly stands: () => boolean;
  /** Takes the state for seen, but for what has changed since `heardFrom`. */
  readonly standOn: (told: Told, heardFrom: number | undefined) => void;
  readonly tell: (told: Told) => void;
  readonly end: (ending: Ending) => void;
}

/**
 * Holds what its client is told next: the newest alone, as what came before is no longer so. A client that is slow misses
 * states, and is told how many versions that were; it never gets one twice, nor an older one.
 */
export function createReader({ since, turn = async () => () => undefined, taken, left }: ReaderOptions): Reader {
  // With 0 it has seen nothing, and something may be in version 0: an inbox that nothing has come into.
  let floor = since === 0 ? -1 : since;
  let lastTaken = since;
  let wasNothing = false;
  let pending: Told | undefined;
  let ending: Ending | undefined;
  let release = () => {};
  let wake = () => {};

  const isOld = ({ version, isNothing }: Told) =>
    isNothing ? wasNothing : version !== undefined && floor !== undefined && version <= floor;
  const tell = (told: Told) => {
    if (ending || isOld(told)) return;
    pending = told;
    floor = told.version ?? floor;
    wasNothing = told.isNothing;
    wake();
  };
  const standOn = ({ version, isNothing }: Told, heardFrom: number | undefined) => {
    if (floor !== undefined || version === undefined) {
      wasNothing ||= isNothing && heardFrom === undefined && floor === undefined;
      floor ??= isNothing ? -1 : undefined;
      return;
    }
    floor = heardFrom === undefined ? version : Math.min(version, heardFrom - 1);
    lastTaken = floor >= 0 ? floor : undefined;
  };
  const end = (reason: Ending) => {
    if (ending) return;
    ending = reason;
    wake();
    left();
  };
  const take = (): FormattedExecutionResult | undefined => {
    if (!pending) return undefined;
    const { result, version } = pending;
    pending = undefined;
    const missed = taken || version === undefined || lastTaken === undefined ? 0 : version - lastTaken - 1;
    lastTaken = version ?? lastTaken;
    taken?.();
    const live = { version: version ?? null, ...(missed > 0 ? { coalesced: missed } : {}) };
    return { ...result, extensions: { ...result.extensions, live } };
  };
  const next = async (): Promise<IteratorResult<FormattedExecutionResult, undefined>> => {
    release();
    release = () => {};
    for (;;) {
      while (!pending && !ending) await new Promise<void>((resolve) => (wake = resolve));
      if (!pending) break;
      release = await turn();
      const value = take();
      if (value) return { done: false, value };
      release();
    }
    if (ending && typeof ending === 'object') throw new Ended(ending);
    return { done: true, value: undefined };
  };
  const results: Results = {
    next,
    return: async () => {
      pending = undefined;
      end('left');
      release();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return {
    results,
    hasSeen: isOld,
    stands: () => floor !== undefined,
    standOn,
    tell,
    end,
  };
}
