/**
 * `npm run schema:check`: compares the API and the events with a base (`-- --base <git ref>`, else the main branch) and
 * validates the registered operations. Breaking changes fail it, dangerous ones are named.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readSupergraphFile } from '@fieldhouse/platform';
import { compose } from '../launcher/src/compose.ts';
import { root } from './codegen/files.ts';
import { apiFindings, apiSchemaOf } from './schema-check/api.ts';
import { eventFindings } from './schema-check/events.ts';
import { operationFindings } from './schema-check/operations.ts';
import { report } from './schema-check/report.ts';

const EVENTS = 'packages/contracts/events.graphql';

const git = (...args: string[]): string | null => {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return status === 0 ? stdout : null;
};

/** What to compare with: the given ref, else the main branch; on main itself, the commit before. */
function baseOf(args: readonly string[]): string | null {
  const given = args[args.indexOf('--base') + 1];
  if (args.includes('--base') && given) return given;
  const head = git('rev-parse', 'HEAD');
  const found = ['origin/main', 'main'].find((ref) => git('rev-parse', '--verify', '--quiet', ref) !== null);
  return found && git('rev-parse', found) === head && !git('status', '--porcelain')?.trim()
    ? 'HEAD~1'
    : (found ?? null);
}

const base = baseOf(process.argv);
if (base && git('rev-parse', '--verify', '--quiet', `${base}^{commit}`) === null && process.argv.includes('--base')) {
  process.stderr.write(`There is no "${base}" to compare with\n`);
  process.exit(2);
}
const supergraphBefore = base && git('show', `${base}:supergraph.graphql`);
const eventsBefore = base && git('show', `${base}:${EVENTS}`);
const api = apiSchemaOf(compose(readSupergraphFile()));
const registered = readdirSync(new URL('operations/', root)).filter((file) => file.endsWith('.graphql'));
const operations = new Map(
  registered.map((file) => [`operations/${file}`, readFileSync(new URL(`operations/${file}`, root), 'utf8')]),
);

const findings = {
  'API schema': supergraphBefore ? await apiFindings(apiSchemaOf(supergraphBefore), api) : [],
  Events: eventsBefore ? eventFindings(eventsBefore, readFileSync(new URL(EVENTS, root), 'utf8')) : [],
  [`Registered operations (${operations.size})`]: operationFindings(api, operations),
};
process.stdout.write(
  supergraphBefore ? `Compared with ${base}\n\n` : 'There is nothing to compare with: no base has a supergraph\n\n',
);
process.stdout.write(report(findings));
const isBroken = Object.values(findings)
  .flat()
  .some(({ level }) => level === 'breaking');
process.exit(isBroken ? 1 : 0);
