import { createHash } from 'node:crypto';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import {
  type ASTNode,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { rememberText } from './answer-text.ts';
import { type Executor, type ExecutorRequest, withExecutor } from './executor.ts';
import { inTurn } from './in-turn.ts';
import { unavailable } from './planning/planner.ts';
import type { RequestState } from './request-state.ts';

/**
 * Lets graphql-js read the schema for whoever asks, as it knows all of the specification; the federation's own reading
 * lacks `isOneOf`, for one. What else an operation asks for goes on to the federation.
 */
export const answeringIntrospection = (federation: GatewayInterface): GatewayInterface =>
  withExecutor(federation, (executor) => {
    const remembered = new WeakMap<OperationDefinitionNode, Parts>();
    const readings = rememberedReadings();
    return (request) => {
      const { operation, document } = request;
      const parts = remembered.get(operation) ?? partsOf(operation, document);
      remembered.set(operation, parts);
      return parts.ofSchema ? answer(request, parts, { executor, readings }) : executor(request);
    };
  });

/** An operation by who answers it. */
interface Parts {
  /** What asks about the schema, if anything does. */
  readonly ofSchema?: DocumentNode;
  /** What asks for data, if anything does. */
  readonly ofData?: Pick<ExecutorRequest, 'document' | 'source' | 'queryHash' | 'operation'>;
}

/** The schema never changes, and tools ask the same of it: the last answers are kept. */
const MOST_READINGS = { max: 16, maxSize: 200_000 };

/** Values of a usual reading, about. */
const A_READING = 5_000;

const NO_READING: ExecutionResult = {};

interface Means {
  readonly executor: Executor;
  readonly readings: ReturnType<typeof rememberedReadings>;
}

/** Reads the schema; the same question is answered by the same object. */
function rememberedReadings() {
  const known = new LRUCache<string, ExecutionResult>(MOST_READINGS);
  return async ({ schema, queryHash, request, context }: ExecutorRequest, document: DocumentNode) => {
    const { operationName, variables: variableValues = {} } = request;
    const key = JSON.stringify([queryHash, operationName, variableValues]);
    const found = known.get(key);
    if (found) return found;
    const { signal } = context as unknown as RequestState;
    const read = () => known.get(key) ?? execute({ schema, document, variableValues });
    const reading = await inTurn(read, A_READING, signal, unavailable);
    if (reading.data) rememberText(reading.data);
    known.set(key, reading, { size: key.length });
    return reading;
  };
}

async function answer(request: ExecutorRequest, { ofSchema, ofData }: Parts, { executor, readings }: Means) {
  const [known, rest] = await Promise.all([
    ofSchema ? readings(request, ofSchema) : NO_READING,
    ofData ? executor({ ...request, ...ofData }) : undefined,
  ]);
  if (!rest) return known;
  const errors = [...(known.errors ?? []), ...(rest.errors ?? [])];
  return { ...rest, data: rest.data && { ...known.data, ...rest.data }, ...(errors.length > 0 ? { errors } : {}) };
}

function partsOf(operation: OperationDefinitionNode, document: DocumentNode): Parts {
  const fragments = new Map(
    document.definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  );
  const only = (isOfSchema: boolean) => {
    const selections = selected(operation.selectionSet.selections, isOfSchema, fragments);
    if (selections.length === 0) return undefined;
    const node = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
    return { operation: node, document: { ...document, definitions: [node, ...usedBy(node, fragments)] } };
  };
  const ofSchema = only(true)?.document;
  const data = ofSchema && only(false);
  if (!data) return { ...(ofSchema ? { ofSchema } : {}) };
  const source = print(data.document);
  return { ofSchema, ofData: { ...data, source, queryHash: createHash('sha256').update(source).digest('hex') } };
}

/** The fragments that are reached from a node; the federation also reads those that are not. */
function usedBy(
  from: ASTNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  found = new Set<FragmentDefinitionNode>(),
): ReadonlySet<FragmentDefinitionNode> {
  visit(from, {
    FragmentSpread: ({ name }) => {
      const fragment = fragments.get(name.value);
      if (!fragment || found.has(fragment)) return;
      found.add(fragment);
      usedBy(fragment, fragments, found);
    },
  });
  return found;
}

/** The root's fields of one kind; fragments are opened, as those of the root may hold both. */
function selected(
  selections: readonly SelectionNode[],
  isOfSchema: boolean,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode[] {
  return selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return ['__schema', '__type'].includes(node.name.value) === isOfSchema ? [node] : [];
    const { typeCondition, selectionSet } =
      node.kind === Kind.FRAGMENT_SPREAD ? (fragments.get(node.name.value) ?? NOTHING) : node;
    const inner = selectionSet ? selected(selectionSet.selections, isOfSchema, fragments) : [];
    if (!selectionSet || inner.length === 0) return [];
    const { directives = [] } = node;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        directives,
        selectionSet: { ...selectionSet, selections: inner },
        ...(typeCondition ? { typeCondition } : {}),
      },
    ];
  });
}

const NOTHING = { typeCondition: undefined, selectionSet: undefined };
