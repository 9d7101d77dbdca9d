import { BadInput } from './errors.ts';
import { withoutInvisible } from './invisible.ts';
import { isOverloaded } from './text.ts';

/** Longer than anything that is searched, an e-mail address included. */
const LONGEST = 320;

/**
 * A text as searches compare it: without case, in one Unicode form. The function `fold` of a domain's database does the
 * same to what is searched. Once up, since ß and SS, ς and Σ, ı and I only meet there, and down before, as ẞ is upper case
 * already; the dot of İ goes.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replaceAll('ς', 'σ')
    .normalize('NFKC');

/**
 * The Prisma filter for folded texts that have the typed one somewhere in them, `undefined` where there is nothing to see
 * in it: blanks and invisible characters. It is plain text: the wildcards of LIKE mean themselves.
 */
export function containing(typed: string | null | undefined): { contains: string } | undefined {
  const seen = withoutInvisible(typed ?? '')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim();
  if (seen.length > LONGEST) throw new BadInput(`A search has at most ${LONGEST} characters`);
  if (isOverloaded(seen)) throw new BadInput('A search has too many marks on one letter');
  const text = fold(seen).replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : { contains: text.replace(/[\\%_]/g, '\\$&') };
}
