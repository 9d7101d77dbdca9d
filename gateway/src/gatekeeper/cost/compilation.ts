import type { FragmentDefinitionNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { introspectionCost } from './introspection-cost.ts';
import type { PriceList } from './price-list.ts';
import type { Share } from './share.ts';

/** What one request brings to an operation. */
export interface Asked {
  /** Coerced: with their defaults, and as their types say. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Coordinates that are refused whatever they cost: they cause no work. */
  readonly refused?: { has(coordinate: string): boolean } | undefined;
}

/** A request under way. */
export interface Finishing extends Asked {
  /** Every selection is finished once, however often it is spread. */
  readonly finished: Map<Term, Share>;
  /** Fields that lack the one slicing argument they demand. */
  readonly unsliced: Set<string>;
}

/** A part of an operation's cost, waiting for a request. */
export type Term = (request: Finishing) => Share;

/** An operation being compiled. */
export interface Compilation {
  readonly schema: GraphQLSchema;
  readonly prices: PriceList;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly introspection: ReturnType<typeof introspectionCost>;
  /** Every selection is compiled once for each type it is made on, however often it is spread. */
  readonly known: Map<SelectionSetNode, Map<string, Term>>;
}
