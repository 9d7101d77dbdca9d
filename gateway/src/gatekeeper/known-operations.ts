import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Asked } from './asked.ts';
import { type LeanDocument, leanDocument } from './lean-document.ts';
import { type Refused, refusal, refusalOf } from './refused.ts';
import { problemsOf, type Rules } from './validation.ts';

/** An operation that was parsed and found valid. The same object each time it is asked for, while it is remembered. */
export interface KnownOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  readonly name: string | undefined;
  /** SHA-256 of the document's text. */
  readonly hash: string;
  /** How many nodes the document has: what grows with it, grows by them. */
  readonly size: number;
  /** Where nodes stand in the document's text. */
  readonly locationsOf: LeanDocument['locationsOf'];
}

/** A valid document with its operations, or why it is refused: that is remembered too. */
interface Known {
  /** Bytes, about. */
  readonly size: number;
  readonly lean?: LeanDocument;
  readonly refused?: Refused;
  readonly operations: Map<OperationDefinitionNode, KnownOperation>;
}

/** Bytes of all that is remembered, about. */
const MOST_REMEMBERED = 60_000_000;
const OF_A_NODE = 200;
const OF_A_REFUSAL = 10_000;

/** Parses, validates and measures each document once. */
export function knownOperations(schema: GraphQLSchema, rules: Rules) {
  const documents = new LRUCache<string, Known>({
    maxSize: MOST_REMEMBERED,
    sizeCalculation: ({ size }) => size,
  });
  const underWay = new Map<string, Promise<Known>>();
  const reading = async (hash: string, query: string, take: TakeStep): Promise<Known> => {
    const steps = read(query, schema, rules);
    for (;;) {
      const step = await take(() => steps.next(), query.length);
      if (!step.done) continue;
      documents.set(hash, step.value);
      return step.value;
    }
  };
  /** What came of reading the document, which happens once however many ask at once. */
  const known = async (hash: string, query: string, take: TakeStep): Promise<Known> => {
    const remembered = documents.get(hash);
    if (remembered) return remembered;
    const others = underWay.get(hash);
    // Who reads may leave before the end: then the next takes over.
    if (others) return others.catch(() => known(hash, query, take));
    const own = reading(hash, query, take).finally(() => underWay.delete(hash));
    underWay.set(hash, own);
    return own;
  };
  return {
    /** The operation that is asked for; throws `Refused`. */
    async find({ query, operationName }: Asked, take: TakeStep = atOnce): Promise<KnownOperation> {
      const hash = createHash('sha256').update(query).digest('hex');
      const { lean, refused, operations } = await known(hash, query, take);
      if (!lean) throw refused;
      const node = chosen(lean.document, operationName, schema);
      const remembered = operations.get(node);
      if (remembered) return remembered;
      const { document, nodes, locationsOf } = lean;
      const operation = { schema, document, node, name: node.name?.value, hash, size: nodes, locationsOf };
      operations.set(node, operation);
      return operation;
    },
    /** A valid document by the hash of its text, while it is remembered. */
    document: (hash: string): DocumentNode | undefined => documents.get(hash)?.lean?.document,
  };
}

/** Takes one step of reading a document of that many characters. */
export type TakeStep = <T>(step: () => T, size: number) => T | Promise<T>;

const atOnce: TakeStep = (step) => step();

function* read(query: string, schema: GraphQLSchema, rules: Rules): Generator<undefined, Known> {
  const operations = new Map<OperationDefinitionNode, KnownOperation>();
  try {
    const lean = leanDocument(query, rules.limits.tokens);
    yield;
    const problems = yield* problemsOf(schema, lean, rules);
    if (problems.length === 0) return { size: lean.nodes * OF_A_NODE + query.length, lean, operations };
    const refused = refusalOf(problems, 'GRAPHQL_VALIDATION_FAILED', ({ nodes }) => lean.locationsOf(nodes));
    return { size: OF_A_REFUSAL, refused, operations };
  } catch (error) {
    return { size: OF_A_REFUSAL, refused: unreadable(error), operations };
  }
}

function unreadable(error: unknown): Refused {
  if (error instanceof GraphQLError) return refusalOf([error], 'GRAPHQL_PARSE_FAILED', ({ locations }) => locations);
  // Reading is recursive; where MAX_TOKENS allows it, nesting can outgrow the stack.
  if (error instanceof RangeError) return refusal('GRAPHQL_PARSE_FAILED', 'The document is nested too deeply');
  throw error;
}

function chosen(document: DocumentNode, name: string | undefined, schema: GraphQLSchema): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation)
    throw refusal(
      'OPERATION_RESOLUTION_FAILURE',
      'The document has no operation of that name, or several and no name was given',
    );
  if (!schema.getRootType(operation.operation))
    throw refusal('BAD_REQUEST', `The schema has no ${operation.operation} operations`);
  return operation;
}
