import { languageFor, writtenIn } from '../texts.ts';

/** One of several notifications in a mail. */
export interface Item {
  readonly title: string;
  readonly body: string;
  readonly url?: string | null | undefined;
}

/** What a mail says, in plain text, and what it leads to. */
export interface Written extends Item {
  readonly locale: string;
  /** Several notifications in one, instead of the body. */
  readonly items?: readonly Item[] | undefined;
  /** Where its reader says: no more of these. */
  readonly unsubscribeUrl?: string | null | undefined;
}

/** A mail as it is read. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a mail program shows without a wait; the app has the rest. */
const MOST_PARTS = 50;

/** A notification, or several, as a mail: everything in it that somebody typed stays text. */
export function letter({ items, unsubscribeUrl, locale, ...own }: Written): Letter {
  const words = languageFor(locale).mail;
  const all = items && items.length > 0 ? items : [own];
  const parts = all.slice(0, MOST_PARTS);
  const rest = all.length > parts.length ? [words.more(all.length - parts.length)] : [];
  const stop = webUrl(unsubscribeUrl);
  return {
    subject: oneLine(own.title),
    text: [
      ...parts.map(({ title, body, url }) => [title, body, webUrl(url)].filter(Boolean).join('\n\n')),
      ...rest,
      [`-- \n${words.why}`, ...(stop ? [`${words.unsubscribe}: ${stop}`] : [])].join('\n'),
    ].join('\n\n'),
    html: page(writtenIn(locale), own.title, [
      ...parts.map((part) => article(part, words.open)),
      ...rest.map((more) => `<p>${escaped(more)}</p>`),
      `<footer><hr><p>${escaped(words.why)}${stop ? ` ${link(stop, words.unsubscribe)}` : ''}</p></footer>`,
    ]),
  };
}

// Mail programs know little CSS, and what they know they want at each element. The direction is each text's own.
const page = (locale: string, title: string, parts: readonly string[]): string =>
  `<!doctype html>
<html lang="${escaped(new Intl.Locale(locale).language)}">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em; margin: 1em auto">
${parts.join('\n')}
</body>
</html>
`;

const article = ({ title, body, url }: Item, open: string): string => {
  const target = webUrl(url);
  return [
    `<h2 dir="auto">${escaped(title)}</h2>`,
    `<p dir="auto" style="white-space: pre-line">${escaped(body)}</p>`,
    ...(target ? [`<p>${link(target, open)}</p>`] : []),
  ].join('\n');
};

const link = (url: string, text: string): string => `<a href="${escaped(url)}">${escaped(text)}</a>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML shows it. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** A text as a header may carry it: whatever ends a line would begin another header. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** The address where it is one of the web; anything else leads nowhere. */
function webUrl(url: string | null | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
