import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { plus } from './amount.ts';
import type { PriceList } from './price-list.ts';

type Weights = PriceList['weights'];

/** What the values cost that a field is given: each element of a list and each object within counts. */
export function argumentsCost(
  coordinate: string,
  { args }: GraphQLField<unknown, unknown>,
  given: Readonly<Record<string, unknown>>,
  weights: Weights,
): number {
  const costs = args.map(({ name, type }) =>
    valueCost(given[name], type, weights.get(`${coordinate}(${name}:)`), weights),
  );
  return costs.reduce(plus, 0);
}

/** By Apollo Router's rules: an object counts 1 unless weighed, a list its weight and all its elements, null nothing. */
function valueCost(value: unknown, type: GraphQLInputType, own: number | undefined, weights: Weights): number {
  if (value === null || value === undefined) return 0;
  if (isNonNullType(type)) return valueCost(value, type.ofType, own, weights);
  const weight = own ?? weights.get(getNamedType(type).name);
  if (isListType(type)) {
    const items = (value as unknown[]).map((item) => valueCost(item, type.ofType, own, weights));
    return items.reduce(plus, weight ?? 0);
  }
  if (!isInputObjectType(type)) return weight ?? 0;
  const fields = Object.values(type.getFields()).map((field) =>
    valueCost(
      (value as Record<string, unknown>)[field.name],
      field.type,
      weights.get(`${type.name}.${field.name}`),
      weights,
    ),
  );
  return fields.reduce(plus, weight ?? 1);
}
