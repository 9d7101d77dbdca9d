import {
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Reason } from './demands.ts';

/** A field that is not served: in its place stands a marker, `<marker>: __typename`. */
export interface RefusedField {
  readonly node: FieldNode;
  readonly key: string;
  readonly type: GraphQLOutputType;
  readonly reason: Reason;
}

/** Every coordinate (`User.email`) that a document selects, in whatever operation or fragment. */
export function coordinatesIn(document: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const coordinates = new Set<string>();
  visitFields(document, schema, (_, coordinate) => void coordinates.add(coordinate));
  return coordinates;
}

/** The document with a marker for every field that there is a reason against, and what stood there, by marker. */
export function markRefused(document: DocumentNode, schema: GraphQLSchema, reasons: ReadonlyMap<string, Reason>) {
  const refused = new Map<string, RefusedField>();
  const prefix = freeName('__refused_', document);
  const marked = visitFields(document, schema, (node, coordinate, type) => {
    const reason = reasons.get(coordinate);
    if (!reason) return undefined;
    const marker = `${prefix}${refused.size}`;
    refused.set(marker, { node, key: responseKey(node), type, reason });
    return markerField(marker, node);
  });
  return { marked, refused };
}

/** The name, made longer until the document has no such word: a client may have thought of the same alias. */
function freeName(name: string, document: DocumentNode): string {
  const text = print(document);
  let free = name;
  while (text.includes(free)) free += '_';
  return free;
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
