import type { HttpResponse } from '@fieldhouse/platform';

interface Page {
  readonly lang?: string;
  readonly title: string;
  /** HTML: what somebody typed stands in it `escaped`. */
  readonly body: string;
  /** Where its forms may go: to this house, or nowhere. */
  readonly forms?: 'self' | 'none';
}

const STYLE = `body { font-family: system-ui, sans-serif; max-width: 45rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5 }
summary { cursor: pointer; padding: .5rem 0 } iframe { width: 100%; height: 24rem; border: 1px solid #bbb }
pre { white-space: pre-wrap } button { font: inherit; padding: .5rem 1rem }`;

/** A page without a script, which loads nothing from anywhere and stands in no other page. */
export const page = (status: number, { lang = 'en', title, body, forms = 'none' }: Page): HttpResponse => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [...NOTHING, `form-action '${forms}'`].join('; '),
  },
  body: `<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${escaped(title)}</title>
    <link rel="icon" href="data:," />
    <style>${STYLE}</style>
  </head>
  <body>
    <h1>${escaped(title)}</h1>
${body}
  </body>
</html>
`,
});

const NOTHING = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "frame-src 'self'", // what a page frames stands in itself
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML shows it, between tags and in the value of an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
