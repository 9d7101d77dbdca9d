import { type ASTNode, type DocumentNode, Kind, type NameNode, parse, type SourceLocation, visit } from 'graphql';

/** A document without the chain of its tokens, and where its nodes stood. */
export interface LeanDocument {
  readonly document: DocumentNode;
  /** How many nodes it has: what it costs to keep. */
  readonly nodes: number;
  /** The first name that is longer than names are, if there is one. */
  readonly longName: NameNode | undefined;
  /** Where the first of these nodes stand. */
  readonly locationsOf: (nodes: readonly ASTNode[] | undefined) => readonly SourceLocation[];
}

/** Characters of any name; more are no name, but work for whoever compares names. */
export const LONGEST_NAME = 200;

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
  let longName: NameNode | undefined;
  visit(document, {
    enter: (node) => {
      nodes += 1;
      if (node.kind === Kind.NAME && node.value.length > LONGEST_NAME) longName ??= node;
      starts.set(node, node.loc?.start ?? 0);
      delete (node as { loc?: unknown }).loc;
    },
  });
  const locationsOf = (located: readonly ASTNode[] = []) =>
    located.slice(0, MOST_LOCATIONS).flatMap((node) => {
      const start = starts.get(node);
      return start === undefined ? [] : [position(text, start)];
    });
  return { document, nodes, longName, locationsOf };
}

function position(text: string, start: number): SourceLocation {
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < start; at += 1) {
    const isBreak = text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n');
    if (!isBreak) continue;
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: start - lineStart + 1 };
}
