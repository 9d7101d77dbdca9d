import { ServiceUnavailable } from '../service-unavailable.ts';

type Load = (signal: AbortSignal) => Promise<unknown>;

/** How a flight loads: within the time that loads have. */
type Within = (load: Load) => Promise<unknown>;

interface Flight {
  readonly tags: readonly string[];
  readonly answer: Promise<string>;
}

/** Loads under way, one for each key whoever asks for it. */
export function createFlights({ loadTimeoutMs, maxLoads }: { loadTimeoutMs: number; maxLoads: number }) {
  const flights = new Map<string, Flight>();
  let loads = 0;

  async function within(load: Load): Promise<unknown> {
    if (loads >= maxLoads) throw new ServiceUnavailable('cache');
    loads++;
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        late.abort();
        reject(new ServiceUnavailable('cache'));
      }, loadTimeoutMs);
    });
    try {
      return await Promise.race([load(late.signal), timeout]);
    } finally {
      clearTimeout(timer);
      loads--;
    }
  }

  return {
    /** The answer of the flight under way for a key, else of a new one; `isOwned` says whether that still counts. */
    join(
      key: string,
      tags: readonly string[],
      fly: (isOwned: () => boolean, within: Within) => Promise<string>,
    ): Promise<string> {
      const known = flights.get(key);
      if (known) return known.answer;
      const isOwned = () => flights.get(key) === flight;
      const answer = fly(isOwned, within).finally(() => isOwned() && flights.delete(key));
      const flight: Flight = { tags, answer };
      flights.set(key, flight);
      return answer;
    },
    /** Who asks from now on starts anew: what flights of this tag bring may be out of date. */
    disown(tag: string): void {
      for (const [key, { tags }] of flights) if (tags.includes(tag)) flights.delete(key);
    },
    disownAll: () => flights.clear(),
  };
}
