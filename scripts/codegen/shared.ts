/** Keeps the shared part of every schema.graphql equal to packages/kit/shared.graphql. */
import { readFileSync } from 'node:fs';
import { root } from './files.ts';

const MARK = '# Shared by every subgraph: edit packages/kit/shared.graphql, then `npm run codegen`. ';
const BANNER = MARK.padEnd(120, '-');

/** The text of shared.graphql. */
export const sharedSdl = (): string => readFileSync(new URL('packages/kit/shared.graphql', root), 'utf8').trim();

/** A subgraph's SDL with the shared part brought up to date. */
export function withShared(sdl: string): string {
  const at = sdl.indexOf(MARK);
  const own = (at < 0 ? sdl : sdl.slice(0, at)).trimEnd();
  return `${own}\n\n${BANNER}\n\n${sharedSdl()}\n`;
}
