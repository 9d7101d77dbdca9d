import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, as a URL with a trailing slash. */
export const root = new URL('../../', import.meta.url);

/** The text of the schema of every other subgraph. */
export function otherSchemas(name: string): string[] {
  const others = readdirSync(new URL('subgraphs/', root)).filter((it) => it !== name);
  const files = others.map((it) => new URL(`subgraphs/${it}/schema.graphql`, root));
  return files.filter((it) => existsSync(it)).map((it) => readFileSync(it, 'utf8'));
}

/** Writes a file whole or not at all, and only if its text changes: watchers and caches see no false change. */
export function write(file: URL, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(new URL('.', file), { recursive: true });
  const draft = `${fileURLToPath(file)}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
