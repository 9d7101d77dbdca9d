import { type ASTNode, type DocumentNode, type GraphQLError, parse, type SourceLocation, visit } from 'graphql';

/** A document without the chain of its tokens, and where its nodes stood. */
export interface LeanDocument {
  readonly document: DocumentNode;
  /** How many nodes it has: what it costs to keep. */
  readonly nodes: number;
  /** Where the first nodes of an error stand. */
  locationsOf(error: GraphQLError): readonly SourceLocation[];
}

/** Enough to find what is meant. */
const MOST_LOCATIONS = 4;

const starts = new WeakMap<ASTNode, number>();

/**
 * Parses; throws what graphql-js throws. graphql-js keeps every token, comments included, as long as a node knows its
 * location, and counts the lines anew for every node of every error: a document of line breaks takes seconds to refuse.
 */
export function leanDocument(text: string, maxTokens: number): LeanDocument {
  const document = parse(text, { maxTokens });
  let nodes = 0;
  visit(document, {
    enter: (node) => {
      nodes += 1;
      starts.set(node, node.loc?.start ?? 0);
      delete (node as { loc?: unknown }).loc;
    },
  });
  const locationsOf = (error: GraphQLError) => error.locations ?? locate(text, error.nodes ?? []);
  return { document, nodes, locationsOf };
}

function locate(text: string, nodes: readonly ASTNode[]): SourceLocation[] {
  return nodes.slice(0, MOST_LOCATIONS).flatMap((node) => {
    const start = starts.get(node);
    return start === undefined ? [] : [position(text, start)];
  });
}

function position(text: string, start: number): SourceLocation {
  const before = text.slice(0, start);
  const lines = before.split(/\r\n|[\n\r]/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
