import { readFileSync } from 'node:fs';
import { root } from '../codegen/files.ts';
import { type Declared, readDeclarations } from '../events/declared.ts';

/** What events.graphql declares, in the order of declaration. */
export const declaredEvents = (): Declared =>
  readDeclarations(readFileSync(new URL('packages/contracts/events.graphql', root), 'utf8'));
