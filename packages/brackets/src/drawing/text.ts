/** More is never shown, so a name of a megabyte costs no more than a line. */
const LONGEST = 200;
/** Code points of one sign: a family of four with skin colours has eleven. */
const LONGEST_SIGN = 12;

/** Signs as people see them, whatever the script: an accent or a flag is never cut in two. */
const SIGNS = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Twice as wide as a Latin letter. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\u{ff01}-\u{ff60}]/u;
/** Widths of other signs, against a small Latin letter: on the safe side, as the page's font is not known. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [WIDE, 2],
  [/[MW@%]/, 1.85],
  [/[mw]/, 1.45],
  [/\p{Lu}/u, 1.3],
  [/[ijl.,:;'’|! -]/, 0.6],
];

/** What XML does not allow, and what would turn the text around it: controls, halves of signs, non-characters, overrides of direction. */
const UNFIT = /[\p{Cc}\p{Cs}\u{fffe}\u{ffff}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as one line that XML may hold. */
export const oneLine = (raw: string): string => raw.slice(0, LONGEST).replace(UNFIT, ' ').trim();

/** A text between tags or quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** As much of a text as fits into the width of so many letters, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  const signs = [...SIGNS.segment(text)].map(({ segment }) => [...segment].slice(0, LONGEST_SIGN).join(''));
  const sum = (some: readonly string[]): number => some.reduce((total, sign) => total + widthOf(sign), 0);
  if (sum(signs) <= width) return signs.join('');
  while (signs.length > 0 && sum(signs) + 1 > width) signs.pop();
  return `${signs.join('').trimEnd()}…`;
}

const widthOf = (sign: string): number => WIDTHS.find(([signs]) => signs.test(sign))?.[1] ?? 1;
