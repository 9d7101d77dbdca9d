import { UserError } from './errors.ts';
import { withoutInvisible } from './invisible.ts';

// Control characters (C0, DEL, C1) and line separators have no place in names; longer texts may have tabs and breaks.
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const CONTROL_BUT_BREAKS = /[^\P{Cc}\n\t]/u;
// Every way to end a line: PostgreSQL, browsers and JSON agree on the line feed only.
const BREAK = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
// No characters: half a pair (PostgreSQL would store something else), what Unicode keeps for itself, private ones.
const MEANINGLESS = /[\p{Surrogate}\p{Noncharacter_Code_Point}\p{Private_Use}]/u;
// Bidirectional overrides can make a name read as another one.
const DECEPTIVE = /[\u202A-\u202E\u2066-\u2069]/u;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;
// No script stacks more on a letter. Besides, sorting marks takes time by the square of their number.
const TOO_MANY_MARKS = /(?:\p{M}[\u200C\u200D]?){9}/u;
/** A character decomposes to at most four, so a text longer than that stays too long however it is composed. */
const DECOMPOSED = 4;

interface Bounds {
  readonly min?: number;
  /** In code points, so that an emoji counts as it does in PostgreSQL; each has at most four bytes. */
  readonly max: number;
  readonly path: string;
}

/** One line of text a person typed: trimmed, inner blanks folded, NFC, without what nobody sees; refuses line breaks. */
export const line = (raw: string, bounds: Bounds): string =>
  within(raw, bounds, CONTROL, (text) => text.replace(/[\t\p{Zs}]+/gu, ' '));

/** Several lines of text: as `line`, with blanks and line breaks kept. */
export const paragraph = (raw: string, bounds: Bounds): string =>
  within(raw, bounds, CONTROL_BUT_BREAKS, (text) => text.replace(BREAK, '\n'));

/** The rule for a text that may be left out: `undefined` stays as it is, `null` and blank erase. */
export const optional = <T extends string | null | undefined>(
  raw: T,
  rule: (raw: string) => string,
): string | null | undefined => (raw === undefined ? undefined : raw === null || isBlank(raw) ? null : rule(raw));

const isBlank = (raw: string): boolean => /^\p{White_Space}*$/u.test(raw);

/** Whether a letter carries more marks than any script has. */
export const isOverloaded = (text: string): boolean => TOO_MANY_MARKS.test(text);

// `trim` does not know U+0085, which is white space to Unicode.
const trimmed = (text: string): string => text.replace(/\u0085/g, '\n').trim();

function within(
  raw: string,
  { min = 1, max, path }: Bounds,
  refused: RegExp,
  blanks: (text: string) => string,
): string {
  const refuse = (message: string) => new UserError('VALIDATION', message, path);
  if (raw.length > max * DECOMPOSED) throw refuse(`Needs ${min} to ${max} characters, has far more`);
  if (DECEPTIVE.test(raw)) throw refuse(NOT_ALLOWED);
  const seen = trimmed(blanks(withoutInvisible(raw)));
  if (isOverloaded(seen)) throw refuse('Has too many marks on one letter');
  const text = seen.normalize('NFC');
  const { length } = [...text];
  if (length < min || length > max) throw refuse(`Needs ${min} to ${max} characters, has ${length}`);
  if (refused.test(text) || MEANINGLESS.test(text)) throw refuse(NOT_ALLOWED);
  if (!SEEN.test(text)) throw refuse('Needs a letter, a digit or a sign that can be seen');
  return text;
}

const NOT_ALLOWED = 'Contains characters that are not allowed here';
