import { UserError } from './errors.ts';

// Control characters (C0, DEL, C1) have no place in names; tabs and line breaks are allowed in longer texts only.
const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_BREAKS = /[^\P{Cc}\n\t]/u;
// Bidirectional overrides can make a name read as another one.
const DECEPTIVE = /[\u202A-\u202E\u2066-\u2069]/u;
// A lone surrogate is no character: PostgreSQL would store something else than was sent.
const LONE_SURROGATE = /\p{Surrogate}/u;

interface Bounds {
  readonly min?: number;
  readonly max: number;
  readonly path: string;
}

/** One line of text a person typed: trimmed, inner blanks folded, NFC; refuses control characters and wrong lengths. */
export const line = (raw: string, bounds: Bounds): string =>
  within(
    raw
      .normalize('NFC')
      .replace(/[ \t]+/g, ' ')
      .trim(),
    bounds,
    CONTROL,
  );

/** Several lines of text: as `line`, with line breaks kept. */
export const paragraph = (raw: string, bounds: Bounds): string =>
  within(raw.normalize('NFC').replace(/\r\n?/g, '\n').trim(), bounds, CONTROL_BUT_BREAKS);

/** The rule for a text that may be left out: `undefined` stays as it is, `null` and blank erase. */
export const optional = <T extends string | null | undefined>(
  raw: T,
  rule: (raw: string) => string,
): string | null | undefined => (raw === undefined ? undefined : raw === null || raw.trim() === '' ? null : rule(raw));

function within(text: string, { min = 1, max, path }: Bounds, refused: RegExp): string {
  if (text.length < min || text.length > max)
    throw new UserError('VALIDATION', `Needs ${min} to ${max} characters, has ${text.length}`, path);
  if (refused.test(text) || DECEPTIVE.test(text) || LONE_SURROGATE.test(text))
    throw new UserError('VALIDATION', 'Contains characters that are not allowed here', path);
  return text;
}
