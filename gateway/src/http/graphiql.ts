import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { HttpResponse } from '@fieldhouse/platform';
import type { DemoLogin } from '../config.ts';

const require = createRequire(import.meta.url);
const ours = (file: string) => new URL(`../graphiql/${file}`, import.meta.url);
const theirs = (name: string, file: string) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

/**
 * What the page is made of, from npm and from here, nothing from elsewhere. GraphiQL 3, as it is the last that comes
 * in one file without Monaco: 1 MB where GraphiQL 5 needs a bundler and 100 MB of packages.
 */
const FILES: Readonly<Record<string, () => string | URL>> = {
  '/graphiql/react.js': () => theirs('react', 'umd/react.production.min.js'),
  '/graphiql/react-dom.js': () => theirs('react-dom', 'umd/react-dom.production.min.js'),
  '/graphiql/graphiql.js': () => theirs('graphiql', 'graphiql.min.js'),
  '/graphiql/graphiql.css': () => theirs('graphiql', 'graphiql.min.css'),
  '/graphiql/page.js': () => ours('page.js'),
  '/graphiql/page.css': () => ours('page.css'),
  '/graphiql/instead-of-sandbox.js': () => ours('instead-of-sandbox.js'),
};

/** Exactly what the page needs: its own files, fonts and pictures within them, styles that its editor sets. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page, or a file of it; nothing under other paths. */
export async function graphiql(pathname: string, logins: readonly DemoLogin[]): Promise<HttpResponse | undefined> {
  if (pathname === '/graphiql') return page(logins);
  const file = Object.hasOwn(FILES, pathname) ? FILES[pathname] : undefined;
  if (!file) return undefined;
  const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
  return {
    status: 200,
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' },
    body: await readFile(file()),
  };
}

async function page(logins: readonly DemoLogin[]): Promise<HttpResponse> {
  const html = await readFile(ours('page.html'), 'utf8');
  const settings = JSON.stringify({ logins }).replaceAll('<', '\\u003c');
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
    },
    body: html.replace('>{}<', () => `>${settings}<`),
  };
}
