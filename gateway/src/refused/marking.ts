import {
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Reason } from '../demands.ts';

/** A field that is not served: in its place stands a marker, `<marker>: __typename`. */
export interface RefusedField {
  readonly node: FieldNode;
  readonly key: string;
  readonly type: GraphQLOutputType;
  readonly reason: Reason;
}

/** Every coordinate (`User.email`) that a document selects. */
export function coordinatesIn(document: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const coordinates = new Set<string>();
  visitFields(document, schema, (_, coordinate) => void coordinates.add(coordinate));
  return coordinates;
}

/** The document with a marker for every field that there is a reason against, and what stood there, by marker. */
export function markRefused(
  document: DocumentNode,
  schema: GraphQLSchema,
  reasons: ReadonlyMap<string | FieldNode, Reason>,
) {
  const refused = new Map<string, RefusedField>();
  const nextMarker = freeAliases('__refused_', document);
  const marked = visitFields(document, schema, (node, coordinate, type) => {
    const reason = reasons.get(coordinate) ?? reasons.get(node);
    if (!reason) return undefined;
    const marker = nextMarker();
    refused.set(marker, { node, key: responseKey(node), type, reason });
    return markerField(marker, node);
  });
  return { marked, refused };
}

/** Counts on past what the document uses: a client may have thought of the same alias. */
function freeAliases(prefix: string, document: DocumentNode): () => string {
  const taken = new Set<string>();
  visit(document, { Field: ({ alias }) => void (alias && taken.add(alias.value)) });
  let number = -1;
  const next = (): string => {
    do number += 1;
    while (taken.has(`${prefix}${number}`));
    return `${prefix}${number}`;
  };
  return next;
}

/** The name that a field's value has in the answer. */
export const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** Keeps `@skip` and `@include`: what the client itself left out is not refused. */
const markerField = (marker: string, { directives }: FieldNode): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: marker },
  name: { kind: Kind.NAME, value: '__typename' },
  directives: directives ?? [],
});

type FieldVisitor = (node: FieldNode, coordinate: string, type: GraphQLOutputType) => FieldNode | undefined;

function visitFields(document: DocumentNode, schema: GraphQLSchema, visitor: FieldVisitor): DocumentNode {
  const types = new TypeInfo(schema);
  const Field = (node: FieldNode) => {
    const type = types.getType();
    return type ? visitor(node, `${types.getParentType()?.name}.${node.name.value}`, type) : undefined;
  };
  return visit(document, visitWithTypeInfo(types, { Field }));
}
