import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { liveComplaints } from '@fieldhouse/kit';
import type { SubgraphEntry } from '@fieldhouse/platform';
import { parse } from 'graphql';
import { doubledPrefixes } from './id-prefixes.ts';
import { differingRules } from './shared-rules.ts';

/** The composed supergraph's text; throws with every complaint of composition when the subgraphs do not fit together. */
export function compose(subgraphs: readonly SubgraphEntry[]): string {
  const services = subgraphs.map(({ name, routingUrl, schemaFile }) => ({
    name,
    url: routingUrl,
    typeDefs: parse(readFileSync(schemaFile, 'utf8')),
  }));
  const { errors, hints, supergraphSdl } = composeServices(services);
  const complaints = [
    ...(errors ?? []).map(({ message }) => message),
    ...differingRules(services),
    ...doubledPrefixes(services),
    ...services.flatMap(({ name, typeDefs }) => liveComplaints(typeDefs).map((complaint) => `${name}: ${complaint}`)),
  ];
  if (complaints.length > 0 || supergraphSdl === undefined)
    throw new Error(`The subgraphs do not compose:\n${complaints.map((it) => `- ${it}`).join('\n')}`);
  for (const hint of hints.filter((it) => !isExpected(it)))
    process.stderr.write(`composition hint: ${hint.toString()}\n`);
  return `${stamp(subgraphs)}\n${described(supergraphSdl)}\n`;
}

/**
 * That an interface has the rules of all its implementations, which differ: who goes by rules takes those of the
 * implementation (decision 0023).
 */
const isExpected = ({ definition, message }: { definition: { code: string }; message: string }): boolean =>
  definition.code === 'MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS' &&
  /^Directive @policy is applied to "Node"/.test(message);

/** Types that say nothing of their own: the roots, and what a mutation takes and gives, which the mutation describes. */
const UNDESCRIBED = /(?<!"\n)^(type|input) (Query|Mutation|Subscription|(\w+)(Input|Payload))$/gm;
const ROOTS: Readonly<Record<string, string>> = {
  Query: 'What can be asked. Every field is null where its part of the house does not answer, or refuses.',
  Subscription: 'What is told anew when it changed: the present state, each version once.',
  Mutation: 'What can be done, one after the other. What went wrong and can be mended is in `userErrors`.',
};

/** Readers of the API in Sandbox meet a type before its mutation: each of these says where to read on. */
const described = (supergraphSdl: string): string =>
  supergraphSdl.replace(UNDESCRIBED, (line, _, name, of = '', kind = '') => {
    const mutation = of.charAt(0).toLowerCase() + of.slice(1);
    const isOfMutation = new RegExp(`^  ${mutation}\\b`, 'm').test(supergraphSdl);
    const text = ROOTS[name] ?? (isOfMutation && `What \`${mutation}\` ${kind === 'Input' ? 'takes' : 'answers'}.`);
    return text ? `"""${text}"""\n${line}` : line;
  });

/** The supergraph to run: the composed file as it is, or composed anew where a schema has changed since. */
export function freshSupergraph(composed: string, subgraphs: readonly SubgraphEntry[]): string {
  return composed.startsWith(stamp(subgraphs)) ? composed : compose(subgraphs);
}

/** A first line that tells which schemas a composed file was made of. */
function stamp(subgraphs: readonly SubgraphEntry[]): string {
  const hash = createHash('sha256');
  for (const { name, routingUrl, schemaFile } of subgraphs)
    hash.update(`${name} ${routingUrl}\n${readFileSync(schemaFile, 'utf8')}`);
  return `# Composed by \`npm run compose\` from supergraph.yaml; inputs sha256:${hash.digest('hex').slice(0, 32)}`;
}
