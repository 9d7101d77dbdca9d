import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { plus, times } from './amount.ts';
import { applies } from './applies.ts';
import type { Compilation, Finishing, Term } from './compilation.ts';
import { givenArguments } from './given-arguments.ts';
import { argumentsCost } from './input-cost.ts';
import { isLeftOut } from './left-out.ts';
import { lacksOneSlice, lengthOf } from './list-size.ts';
import { dearer, NOTHING, together } from './share.ts';
import { valuesCost } from './values-cost.ts';

const free: Term = () => NOTHING;

/** The cost of a selection on one object; the field above says the length of the lists in `sized`. */
export function termOfSelections(
  set: SelectionSetNode,
  type: GraphQLObjectType,
  sized: readonly string[],
  compilation: Compilation,
): Term {
  const key = `${type.name} ${sized.join(' ')}`;
  const byType = compilation.known.get(set) ?? new Map<string, Term>();
  compilation.known.set(set, byType);
  const known = byType.get(key);
  if (known) return known;
  let terms: readonly Term[] = [];
  const term: Term = (request) => {
    const finished = request.finished.get(term) ?? terms.map((it) => it(request)).reduce(together, NOTHING);
    request.finished.set(term, finished);
    return finished;
  };
  byType.set(key, term);
  terms = set.selections
    .map((it) => unlessLeftOut(it, termOf(it, type, sized, compilation)))
    .filter((it) => it !== free);
  return term;
}

const unlessLeftOut = (selection: SelectionNode, term: Term): Term =>
  selection.directives?.length && term !== free
    ? (request) => (isLeftOut(selection, request.variables) ? NOTHING : term(request))
    : term;

function termOf(
  selection: SelectionNode,
  type: GraphQLObjectType,
  sized: readonly string[],
  compilation: Compilation,
): Term {
  if (selection.kind === Kind.FIELD) return termOfField(selection, type, sized, compilation);
  const fragment =
    selection.kind === Kind.INLINE_FRAGMENT ? selection : compilation.fragments.get(selection.name.value);
  if (!fragment || !applies(fragment.typeCondition?.name.value, type, compilation.schema)) return free;
  return termOfSelections(fragment.selectionSet, type, sized, compilation);
}

function termOfField(
  node: FieldNode,
  parent: GraphQLObjectType,
  sized: readonly string[],
  compilation: Compilation,
): Term {
  const name = node.name.value;
  if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name) return termOfIntrospection(node, compilation);
  const field = parent.getFields()[name];
  if (!field) return free; // __typename
  const { prices } = compilation;
  const coordinate = `${parent.name}.${name}`;
  const listSize = prices.listSizes.get(coordinate);
  const given = givenArguments(field, node);
  const item = termOfItem(node, field, coordinate, compilation);
  const isList = isListType(getNullableType(field.type));
  return (request) => {
    if (request.refused?.has(coordinate)) return NOTHING;
    const values = given(request.variables);
    if (listSize && lacksOneSlice(listSize, values)) request.unsliced.add(coordinate);
    const length = lengthOf(listSize, values);
    const { once, perItem } = item(request);
    const each = plus(once, times(length, perItem));
    const forArguments = argumentsCost(coordinate, field, values, prices.weights);
    if (isList && sized.includes(name)) return { once: forArguments, perItem: each };
    return { once: plus(forArguments, times(isList ? length : 1, each)), perItem: 0 };
  };
}

/** A field's value, or each of them in a list: of an abstract type the dearest that it can be. */
function termOfItem(
  { selectionSet }: FieldNode,
  field: GraphQLField<unknown, unknown>,
  coordinate: string,
  compilation: Compilation,
): Term {
  const { schema, prices } = compilation;
  const type = getNamedType(field.type);
  const weightOf = (it: GraphQLNamedType, usual: number): number =>
    prices.weights.get(coordinate) ?? prices.weights.get(it.name) ?? usual;
  if (!selectionSet) return constant(weightOf(type, 0));
  const sized = prices.listSizes.get(coordinate)?.sizedFields ?? [];
  const candidates = possibleTypes(type, schema).map((it) => {
    const own = weightOf(it, 1);
    const inner = termOfSelections(selectionSet, it, sized, compilation);
    const values = valuesCost(selectionSet, it, compilation);
    return (request: Finishing) => together({ once: plus(own, values(request)), perItem: 0 }, inner(request));
  });
  return (request) => candidates.map((it) => it(request)).reduce(dearer, NOTHING);
}

const constant = (once: number): Term => {
  const share = { once, perItem: 0 };
  return once === 0 ? free : () => share;
};

function possibleTypes(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

function termOfIntrospection(node: FieldNode, { introspection }: Compilation): Term {
  const given = givenArguments(
    node.name.value === SchemaMetaFieldDef.name ? SchemaMetaFieldDef : TypeMetaFieldDef,
    node,
  );
  return ({ variables }) => ({ once: introspection(node, given(variables)), perItem: 0 });
}
