/** "Too much to count": sums and products stop here, so that nothing becomes Infinity or NaN on the way. */
export const TOO_MUCH = Number.MAX_SAFE_INTEGER;

/** The sum, or TOO_MUCH. */
export const plus = (one: number, other: number): number => Math.min(one + other, TOO_MUCH);

/** The product, or TOO_MUCH. */
export const times = (one: number, other: number): number => Math.min(one * other, TOO_MUCH);
