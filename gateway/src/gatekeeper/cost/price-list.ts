import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { directiveName } from '../../supergraph-sdl.ts';

/** What `@listSize` says of a field. */
export interface ListSize {
  readonly assumedSize?: number | undefined;
  /** Arguments that say how many items come, as paths: `first`, `input.first`. */
  readonly slicingArguments: readonly (readonly string[])[];
  /** Lists below the field that the size is about, such as a connection's `nodes`. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** What a supergraph says about costs, by coordinate: `Team`, `Team.members`, `Team.members(first:)`, `TeamFilter.search`. */
export interface PriceList {
  readonly weights: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/** Reads `@cost` and `@listSize`, whatever the supergraph calls them. */
export function priceListOf(supergraphSdl: string): PriceList {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const names = {
    cost: directiveName(supergraph, 'cost'),
    listSize: directiveName(supergraph, 'cost', 'listSize'),
  };
  const entries = supergraph.definitions.flatMap(coordinatesOf);
  const read = <T>(name: string | undefined, reader: (directive: ConstDirectiveNode) => T) =>
    new Map(
      entries.flatMap(({ coordinate, directives }): [string, T][] => {
        const found = directives?.find((it) => it.name.value === name);
        return found ? [[coordinate, reader(found)]] : [];
      }),
    );
  return {
    weights: inherited(supergraph, read(names.cost, weightOf)),
    listSizes: inherited(supergraph, read(names.listSize, listSizeOf)),
  };
}

interface Coordinate {
  readonly coordinate: string;
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

function coordinatesOf(definition: DefinitionNode): Coordinate[] {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const type = definition.name.value;
      return [
        { coordinate: type, directives: definition.directives },
        ...(definition.fields ?? []).flatMap(ofField(type)),
      ];
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (definition.fields ?? []).map(({ name, directives }) => ({
        coordinate: `${definition.name.value}.${name.value}`,
        directives,
      }));
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_DEFINITION:
      return [{ coordinate: definition.name.value, directives: definition.directives }];
    default:
      return [];
  }
}

const ofField =
  (type: string) =>
  ({ name, directives, arguments: args = [] }: FieldDefinitionNode): Coordinate[] => {
    const coordinate = `${type}.${name.value}`;
    const ofArguments = args.map((it) => ({
      coordinate: `${coordinate}(${it.name.value}:)`,
      directives: it.directives,
    }));
    return [{ coordinate, directives }, ...ofArguments];
  };

/** A type's field is priced as its interface says, unless it says something itself. */
function inherited<T>(supergraph: DocumentNode, said: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const all = new Map(said);
  for (const it of supergraph.definitions) {
    if (it.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const parent of it.interfaces ?? [])
      for (const { coordinate } of (it.fields ?? []).flatMap(ofField(it.name.value))) {
        const value = said.get(`${parent.name.value}${coordinate.slice(it.name.value.length)}`);
        if (value !== undefined && !all.has(coordinate)) all.set(coordinate, value);
      }
  }
  return all;
}

const weightOf = (directive: ConstDirectiveNode): number => Math.max(0, Number(argumentsOf(directive).weight) || 0);

function listSizeOf(directive: ConstDirectiveNode): ListSize {
  const { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument } = argumentsOf(directive) as {
    assumedSize?: number | null;
    slicingArguments?: readonly string[] | null;
    sizedFields?: readonly string[] | null;
    requireOneSlicingArgument?: boolean | null;
  };
  return {
    assumedSize: assumedSize ?? undefined,
    slicingArguments: (slicingArguments ?? []).map((path) => path.split('.')),
    sizedFields: sizedFields ?? [],
    requireOneSlicingArgument: requireOneSlicingArgument ?? true,
  };
}

const argumentsOf = ({ arguments: args = [] }: ConstDirectiveNode): Record<string, unknown> =>
  Object.fromEntries(args.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
