import type { GraphQLResponseBody } from '@fieldhouse/platform';

export type SubgraphError = NonNullable<GraphQLResponseBody['errors']>[number];

/** An answer whose shape can be relied upon. */
export interface SubgraphAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly SubgraphError[];
}

/**
 * Reads what came, whatever it is; throws for what cannot be used. `representations` is how many entities were asked
 * for: they are told apart by position alone, so with one too few or too many nobody knows whose they are.
 */
export function readAnswer(answer: unknown, representations: number | undefined): SubgraphAnswer {
  if (!isObject(answer)) throw new Error('The answer is no object');
  const errors = answer.errors ?? [];
  if (!areErrors(errors)) throw new Error('The errors are no list of errors');
  const data = answer.data ?? null;
  if (data === null) return withReason({ data, errors });
  if (!isObject(data)) throw new Error('The data is no object');
  if (representations === undefined) return { data, errors };
  const entities = data._entities ?? null;
  if (entities === null) return withReason({ data: null, errors });
  if (!Array.isArray(entities)) throw new Error('The entities are no list');
  if (entities.length !== representations)
    throw new Error(`${entities.length} entities came for ${representations} representations`);
  return withObjectsOnly(data, entities, errors);
}

/** Nothing without a reason is no answer. */
function withReason(answer: SubgraphAnswer): SubgraphAnswer {
  if (answer.errors.length === 0) throw new Error('The answer has neither data nor errors');
  return answer;
}

function withObjectsOnly(
  data: Record<string, unknown>,
  entities: readonly unknown[],
  errors: readonly SubgraphError[],
): SubgraphAnswer {
  const odd = entities.flatMap((entity, index) => (entity === null || isObject(entity) ? [] : [index]));
  if (odd.length === 0) return { data, errors };
  const told = odd.map((index) => ({ message: 'The entity is no object', path: ['_entities', index] }));
  const clean = entities.map((entity) => (isObject(entity) ? entity : null));
  return { data: { ...data, _entities: clean }, errors: [...errors, ...told] };
}

const areErrors = (errors: unknown): errors is readonly SubgraphError[] =>
  Array.isArray(errors) && errors.every((error) => isObject(error) && typeof error.message === 'string');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
