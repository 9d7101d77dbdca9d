/** The prefixes that ids have, of every subgraph: as the schemas declare them, and as code makes them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { root } from './files.ts';

const DECLARED = /@id\(prefix: "(\w+)"\)/g;
const MADE = /\bnewId\('(\w+)'\)/g;

/** Every prefix in use. */
export function prefixesInUse(): string[] {
  const files = readdirSync(new URL('subgraphs/', root)).flatMap((name) => {
    const sources = new URL(`subgraphs/${name}/src/`, root);
    const code = existsSync(sources) ? readdirSync(sources, { recursive: true, encoding: 'utf8' }) : [];
    return [
      new URL(`subgraphs/${name}/schema.graphql`, root),
      ...code
        .filter((file) => file.endsWith('.ts') && !file.includes('__generated__'))
        .map((file) => new URL(file, sources)),
    ].filter((file) => existsSync(file));
  });
  const found = files.map((file) => readFileSync(file, 'utf8'));
  return [
    ...new Set(found.flatMap((text) => [...text.matchAll(DECLARED), ...text.matchAll(MADE)].map(([, it]) => it ?? ''))),
  ];
}
