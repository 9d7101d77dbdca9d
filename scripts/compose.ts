/** `npm run compose`: supergraph.yaml -> supergraph.graphql. With --check: fails when the file is not up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readSupergraphFile } from '@fieldhouse/platform';
import { compose } from '../launcher/src/compose.ts';
import { root } from './codegen/files.ts';

const file = new URL('supergraph.graphql', root);
const text = compose(readSupergraphFile());
const isFresh = existsSync(file) && readFileSync(file, 'utf8') === text;
if (process.argv.includes('--check') && !isFresh) {
  process.stderr.write('supergraph.graphql is not what the subgraphs compose to: run `npm run compose`\n');
  process.exit(1);
}
if (!isFresh) writeFileSync(file, text);
