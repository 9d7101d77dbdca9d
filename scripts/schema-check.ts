/**
 * `npm run schema:check`: compares the API and the events with a base (`-- --base <git ref>`, else the main branch) and
 * validates the registered operations. Breaking changes fail it unless they are acknowledged, dangerous ones are named.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readSupergraphFile } from '@fieldhouse/platform';
import { compose } from '../launcher/src/compose.ts';
import { root } from './codegen/files.ts';
import { acknowledge, acknowledgedIn } from './schema-check/acknowledged.ts';
import { apiFindings, apiSchemaOf } from './schema-check/api.ts';
import { authorisationFindings } from './schema-check/authorisation.ts';
import { defaultBase, gitIn, givenBase } from './schema-check/base.ts';
import { eventFindings } from './schema-check/events.ts';
import { operationFindings } from './schema-check/operations.ts';
import { report } from './schema-check/report.ts';

const EVENTS = 'packages/contracts/events.graphql';
const ACKNOWLEDGED = 'docs/breaking-changes.md';

const git = gitIn(root);
const base = baseFrom(process.argv);
const supergraphBefore = base && git('show', `${base}:supergraph.graphql`);
const eventsBefore = base && git('show', `${base}:${EVENTS}`);
const supergraph = compose(readSupergraphFile());
const api = apiSchemaOf(supergraph);
const registered = readdirSync(new URL('operations/', root)).filter((file) => file.endsWith('.graphql'));
const operations = new Map(
  registered.map((file) => [`operations/${file}`, readFileSync(new URL(`operations/${file}`, root), 'utf8')]),
);

const acknowledged = acknowledgedIn(readFileSync(new URL(ACKNOWLEDGED, root), 'utf8'));
const findings = {
  'API schema': supergraphBefore ? await apiFindings(apiSchemaOf(supergraphBefore), api) : [],
  'Who may what': supergraphBefore ? authorisationFindings(supergraphBefore, supergraph) : [],
  Events: eventsBefore ? eventFindings(eventsBefore, readFileSync(new URL(EVENTS, root), 'utf8')) : [],
  [`Registered operations (${operations.size})`]: operationFindings(api, operations),
};
const told = Object.fromEntries(
  Object.entries(findings).map(([title, found]) => [title, acknowledge(found, acknowledged)]),
);
process.stdout.write(
  supergraphBefore ? `Compared with ${base}\n\n` : 'There is nothing to compare with: no base has a supergraph\n\n',
);
process.stdout.write(report(told));
const isBroken = Object.values(told)
  .flat()
  .some(({ level }) => level === 'breaking');
if (isBroken) process.stdout.write(`\nWhat was decided on goes into ${ACKNOWLEDGED}, with the reason\n`);
process.exit(isBroken ? 1 : 0);

function baseFrom(args: readonly string[]): string | null {
  const given = args.includes('--base') ? args[args.indexOf('--base') + 1] : undefined;
  try {
    return given ? givenBase(git, given) : defaultBase(git);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return process.exit(2);
  }
}
