/** Writes the TypeScript of packages/contracts from events.graphql. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { eventsTypeScript } from './events/typescript.ts';

const contracts = new URL('../packages/contracts/', import.meta.url);
const sdl = readFileSync(new URL('events.graphql', contracts), 'utf8');

mkdirSync(new URL('src/__generated__/', contracts), { recursive: true });
writeFileSync(new URL('src/__generated__/events.ts', contracts), eventsTypeScript(sdl));
