import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import type { SubgraphEntry } from '@fieldhouse/platform';
import { parse } from 'graphql';

/** The composed supergraph's text; throws with every complaint of composition when the subgraphs do not fit together. */
export function compose(subgraphs: readonly SubgraphEntry[]): string {
  const { errors, hints, supergraphSdl } = composeServices(
    subgraphs.map(({ name, routingUrl, schemaFile }) => ({
      name,
      url: routingUrl,
      typeDefs: parse(readFileSync(schemaFile, 'utf8')),
    })),
  );
  if (errors)
    throw new Error(`The subgraphs do not compose:\n${errors.map(({ message }) => `- ${message}`).join('\n')}`);
  for (const hint of hints) process.stderr.write(`composition hint: ${hint.toString()}\n`);
  return `${stamp(subgraphs)}\n${supergraphSdl}\n`;
}

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
