import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/** The repository's root, as a URL with a trailing slash. */
export const root = new URL('../../', import.meta.url);

/** Writes a file only if its text changes, so that watchers and caches see no false change. */
export function write(file: URL, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, text);
}
