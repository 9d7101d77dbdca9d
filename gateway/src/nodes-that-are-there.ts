import { createHash } from 'node:crypto';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { type ExecutorRequest, withExecutor } from './executor.ts';

/** The name under which we ask for what the client left out; no field of a `Node` has it. */
const ASKED_BESIDE = 'nodeIsThere_';

/**
 * Has the `id` of what `node` finds asked even where the client does not: it comes from the thing's home, and so whether
 * there is such a thing, and for this viewer. Otherwise `{ node(id: …) { __typename } }` would only repeat the prefix.
 * A supergraph whose `node` finds things in another way is left alone.
 */
export const askingWhetherThere = (federation: GatewayInterface, supergraphSdl: string): GatewayInterface =>
  findsByNodeId(parse(supergraphSdl, { noLocation: true }))
    ? withExecutor(federation, (executor) => async (request) => {
        const asked = askedOf(request);
        if (!asked) return executor(request);
        const result = await executor({ ...request, ...asked });
        return asClientAsked(result);
      })
    : federation;

/** Whether things are referred to by the hidden key that only their homes know (decision 0023). */
const findsByNodeId = ({ definitions }: DocumentNode): boolean =>
  definitions.some(
    (it) => it.kind === Kind.OBJECT_TYPE_DEFINITION && it.fields?.some(({ name }) => name.value === 'nodeId'),
  );

type Asked = Pick<ExecutorRequest, 'document' | 'source' | 'queryHash'>;

// Operations that are known keep their document, and documents that are forgotten go with what was made of them.
const known = new WeakMap<DocumentNode, Asked | null>();

function askedOf({ document }: ExecutorRequest): Asked | null {
  const before = known.get(document);
  if (before !== undefined) return before;
  const asked = withIds(document);
  known.set(document, asked);
  return asked;
}

function withIds(document: DocumentNode): Asked | null {
  const changed = visit(document, { Field: (field) => (leavesIdOut(field) ? withId(field) : undefined) });
  if (changed === document) return null;
  const source = print(changed);
  return { document: changed, source, queryHash: createHash('sha256').update(source).digest('hex') };
}

/** Of all fields of that name, those of edges included, only the root field takes an id. */
const leavesIdOut = ({ name, arguments: args = [], selectionSet }: FieldNode): boolean =>
  name.value === 'node' && args.length > 0 && !selectionSet?.selections.some(isId);

const isId = (it: { readonly kind: Kind }) => {
  const { kind, name, alias, directives = [] } = it as FieldNode;
  return kind === Kind.FIELD && name.value === 'id' && !alias && directives.length === 0;
};

const withId = (field: FieldNode): FieldNode => ({
  ...field,
  selectionSet: { kind: Kind.SELECTION_SET, selections: [...(field.selectionSet?.selections ?? []), BESIDE] },
});

const named = (value: string) => ({ kind: Kind.NAME, value }) as const;
const BESIDE: FieldNode = { kind: Kind.FIELD, alias: named(ASKED_BESIDE), name: named('id') };

/** An answer without what we asked beside; what went wrong with it went wrong with its node. */
const asClientAsked = <Result extends Pick<ExecutionResult, 'data' | 'errors'>>(result: Result): Result => {
  const { data, errors } = result;
  return { ...result, ...(data && { data: withoutBeside(data) }), ...(errors && { errors: errors.map(ofItsNode) }) };
};

const withoutBeside = (data: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, ASKED_BESIDE)) return [key, value];
      const { [ASKED_BESIDE]: _, ...rest } = value as Record<string, unknown>;
      return [key, rest];
    }),
  );

const ofItsNode = (error: GraphQLError): GraphQLError =>
  error.path?.at(-1) === ASKED_BESIDE
    ? new GraphQLError(error.message, { ...error, path: error.path.slice(0, -1) })
    : error;
