/** A number in [0, 2^32) for a text, spread evenly: FNV-1a with the finish of MurmurHash3. */
export function hash(text: string): number {
  let it = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) it = Math.imul(it ^ text.charCodeAt(at), 0x01000193);
  it = Math.imul(it ^ (it >>> 16), 0x85ebca6b);
  it = Math.imul(it ^ (it >>> 13), 0xc2b2ae35);
  return (it ^ (it >>> 16)) >>> 0;
}

/** Numbers in [0, 1), the same ones for the same seed, now and in ten years: mulberry32. */
export function randomFrom(seed: number | string): () => number {
  let state = hash(String(seed));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let it = Math.imul(state ^ (state >>> 15), 1 | state);
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it;
    return ((it ^ (it >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The items in an order that the seed alone decides: Fisher and Yates. */
export function shuffled<T>(items: readonly T[], seed: number | string): T[] {
  const random = randomFrom(seed);
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [one, another] = [mixed[at], mixed[other]] as [T, T];
    mixed[at] = another;
    mixed[other] = one;
  }
  return mixed;
}
