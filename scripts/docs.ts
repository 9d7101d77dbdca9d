/** `npm run docs`: writes what the code itself can tell. With --check: fails where a page is not what the code says. */
import { existsSync, readFileSync } from 'node:fs';
import { describeConfig } from '@fieldhouse/platform';
import { root, write } from './codegen/files.ts';
import { asyncApi } from './docs/asyncapi.ts';
import { authorizationPage } from './docs/authorization.ts';
import { clientsPage } from './docs/clients.ts';
import { contributingPage } from './docs/contributing.ts';
import { eventsPage } from './docs/events.ts';
import { limitsPage } from './docs/limits.ts';
import { loadSubgraphs } from './docs/subgraphs.ts';

const subgraphs = await loadSubgraphs();
const pages: Record<string, string> = {
  'CONTRIBUTING.md': contributingPage(readFileSync(new URL('CONTRIBUTING.md', root), 'utf8')),
  'docs/authorization.md': authorizationPage(subgraphs),
  'docs/clients.md': clientsPage(readFileSync(new URL('docs/clients.md', root), 'utf8')),
  'docs/events.md': eventsPage(subgraphs),
  'docs/limits.md': limitsPage(),
  'docs/asyncapi.json': `${JSON.stringify(asyncApi(), null, 2)}\n`,
  '.env.example': describeConfig(
    subgraphs.map(({ name, definition }) => ({ name, settings: definition.settings?.declared ?? {} })),
  ),
};

const stale = Object.entries(pages).filter(([file, text]) => {
  const url = new URL(file, root);
  return !existsSync(url) || readFileSync(url, 'utf8') !== text;
});
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(`not what the code says, run \`npm run docs\`: ${stale.map(([file]) => file).join(', ')}\n`);
  process.exit(1);
}
for (const [file, text] of stale) write(new URL(file, root), text);
process.exit(0);
