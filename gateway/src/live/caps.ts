import { Refused } from '../gatekeeper/refused.ts';

/** One that is counted: calling it gives the place back, once. */
export type Place = () => void;

/** Counts what each caller holds. */
export interface Cap {
  /** Takes a place; throws `Refused` where the caller holds as many as it may. */
  readonly take: (caller: string) => Place;
}

/** Bounds how many of something one caller may hold at once. */
export function capOf(most: number, what: string): Cap {
  const held = new Map<string, number>();
  return {
    take: (caller) => {
      const count = held.get(caller) ?? 0;
      if (count >= most) throw tooMany(`Too many ${what}: ${most} at once`);
      held.set(caller, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (held.get(caller) ?? 1) - 1;
        if (left > 0) held.set(caller, left);
        else held.delete(caller);
      };
    },
  };
}

/** Takes several places, or none. */
export function takeAll(...takes: (() => Place)[]): Place {
  const places: Place[] = [];
  const giveBack = () => {
    for (const place of places.splice(0)) place();
  };
  try {
    for (const take of takes) places.push(take());
    return giveBack;
  } catch (error) {
    giveBack();
    throw error;
  }
}

const tooMany = (message: string): Refused => new Refused([{ message, extensions: { code: 'RATE_LIMITED' } }], 429);
