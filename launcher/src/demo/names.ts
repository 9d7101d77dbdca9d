/** Names and chance for the demo club; the same at every start. */

const GIVEN =
  `Ada Alan Amara Anders Anya Arjun Astrid Bao Beatriz Carlos Chidi Clara Dara Diego Elif Emil Esther Farid Freya
Gianni Grace Hana Hugo Ines Ivan Jada Jonas Kaito Karin Kwame Lars Leila Linus Lucia Malik Mara Mateo Mina Nadia Nils Noor
Oscar Pia Priya Rafael Rosa Samir Sofia Tariq Tessa Tomas Uma Viktor Wanda Yara Yusuf Zoe`.split(/\s+/);

const FAMILY =
  `Abara Bergman Castillo Dubois Eriksen Fischer Garcia Hoffmann Ibrahim Jansen Kaplan Lindqvist Moreau Nakamura
Okafor Petrov Quist Rossi Schneider Tanaka Ueda Virtanen Weber Xu Yilmaz Zielinski Adeyemi Brandt Costa Dahl Engel Farkas
Greco Haas Iversen Jung Kovacs Larsen Meyer Novak Olsen Park Rahman Santos Torres Urban Vogel Wagner`.split(/\s+/);

/** A source of chance that gives the same numbers at every start (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The n-th member's name: every pair of given and family name comes once before one comes again. */
export const nameOf = (n: number): string =>
  `${GIVEN[n % GIVEN.length]} ${FAMILY[(n * 7 + Math.floor(n / GIVEN.length)) % FAMILY.length]}`;
