/** `npm run new -- venues`: a subgraph that runs and is tested, from scripts/templates; the rest is yours. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSupergraphFile } from '@fieldhouse/platform';
import { writeShared } from './codegen/shared.ts';
import { namesFor } from './new-subgraph/naming.ts';
import { takenNames } from './new-subgraph/taken.ts';

const root = join(import.meta.dirname, '..');
const templates = join(import.meta.dirname, 'templates');
const [domain = ''] = process.argv.slice(2);

const subgraphs = readSupergraphFile(join(root, 'supergraph.yaml'));
const WORDS = namesFor(domain, takenNames());
if (typeof WORDS === 'string') {
  process.stderr.write(`${WORDS}\n`);
  process.exit(2);
}
const filled = (text: string): string =>
  Object.entries(WORDS).reduce((whole, [mark, word]) => whole.replaceAll(mark, word), text);

function copy(from: string, to: string): void {
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.template')) continue;
    const target = join(to, filled(file.replace(/\.template$/, '')));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, filled(readFileSync(join(from, file), 'utf8')));
  }
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
}

function run(...args: string[]): void {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const port = Math.max(...subgraphs.map(({ routingUrl }) => Number(new URL(routingUrl).port))) + 1;
copy(join(templates, 'subgraph'), join(root, 'subgraphs', domain));
copy(join(templates, 'prisma'), join(root, 'prisma', domain));
edit(
  'supergraph.yaml',
  (text) => `${text.trimEnd()}
  ${domain}:
    routing_url: http://127.0.0.1:${port}/graphql
    schema:
      file: ./subgraphs/${domain}/schema.graphql
`,
);
edit('docker-compose.yml', (text) =>
  text.replace(
    /\n {2}postgres:\n/,
    `
  ${domain}:
    <<: *subgraph
    command: [launcher/src/start-subgraph.ts, ${domain}]

  postgres:
`,
  ),
);
edit(
  'packages/contracts/events.graphql',
  (text) => `${text.trimEnd()}\n\n${filled(readFileSync(join(templates, 'events.graphql.template'), 'utf8'))}`,
);
run('scripts/generate-events.ts');
run('scripts/generate.ts', domain);
for (const { name } of subgraphs) writeShared(name); // whichever serves `node` finds the new type
run(join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', `subgraphs/${domain}`);
run('scripts/compose.ts');
run('scripts/docs.ts');
process.stdout.write(`subgraphs/${domain} is there. Next:
  npm install                                 # so that npm knows the workspace
  npm test --workspace @fieldhouse/${domain}
  npm run dev
Then read CONTRIBUTING.md, and make it say what ${domain} really are.
`);
