import { textScalar } from './text-scalar.ts';

const LONGEST = 2_048;

/** An address that a browser may follow: no script, no file, no password in it. */
function addressOf(text: string): string | null {
  // WHATWG passes over blanks and line ends, and what is left is another address than the one that was typed.
  if (!/^https?:\/\/[^/\s\\]/i.test(text) || /[\s\p{Cc}]/u.test(text)) return null;
  try {
    const { href, username, password } = new URL(text);
    return username || password || href.length > LONGEST ? null : href;
  } catch {
    return null;
  }
}

export const Url = textScalar({
  name: 'URL',
  longest: LONGEST,
  expected: `a web address like "https://example.org/fixtures": http or https, at most ${LONGEST} characters, without user or password`,
  read: addressOf,
});
