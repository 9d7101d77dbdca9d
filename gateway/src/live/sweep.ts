import { within } from '@fieldhouse/platform';
import type { Reader } from './reader.ts';
import type { Watch } from './watch.ts';

/** Looks at everything anew. */
export interface Sweep {
  /** At once, as something may have been missed. */
  readonly now: (options: { readonly hasMissed: boolean }) => void;
  /** Soon, and once more a little later: by then what was announced has reached the other domains' copies. */
  readonly soon: () => void;
  readonly stop: () => void;
}

/** Of all watches together, so few are looked at at once: news of others do not wait behind them. */
const AT_ONCE = 4;
/** One that waits for a part that is away goes on without us. */
const PATIENCE_MS = 2_000;
const SOON_MS = [500, 3_000];

/** Looks at all of `watches` anew, however often that is asked for meanwhile, once more and no oftener. */
export function sweeping<R extends Reader>(watches: () => Iterable<Watch<R>>): Sweep {
  const timers = new Map<number, NodeJS.Timeout>();
  let isUnderWay = false;
  let wanted: { hasMissed: boolean } | undefined;

  const work = async () => {
    isUnderWay = true;
    while (wanted) {
      const options = wanted;
      wanted = undefined;
      const all = [...watches()];
      const lane = async () => {
        for (let watch = all.pop(); watch; watch = all.pop())
          await within(PATIENCE_MS, watch.again(options)).catch(() => undefined);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    }
    isUnderWay = false;
  };
  const now: Sweep['now'] = ({ hasMissed }) => {
    wanted = { hasMissed: hasMissed || (wanted?.hasMissed ?? false) };
    if (!isUnderWay) void work();
  };
  return {
    now,
    soon: () => {
      for (const milliseconds of SOON_MS) {
        if (timers.has(milliseconds)) continue;
        const due = () => {
          timers.delete(milliseconds);
          now({ hasMissed: false });
        };
        timers.set(milliseconds, setTimeout(due, milliseconds).unref());
      }
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
