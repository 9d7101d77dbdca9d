import type { Model } from './loaders.ts';

const known = new WeakMap<Model, Map<string, Promise<boolean>>>();

/**
 * Whether a column may be null, by what Prisma lets ask of it: a list of no rows is checked and never fetched. The
 * column is the model's own, or that of the rows in a relation.
 */
export function mayBeNull(model: Model, column: string, relation?: string): Promise<boolean> {
  const answers = known.get(model) ?? new Map<string, Promise<boolean>>();
  known.set(model, answers);
  const key = `${relation ?? ''} ${column}`;
  const answer =
    answers.get(key) ?? isAllowed(model, relation ? { [relation]: { some: { [column]: null } } } : { [column]: null });
  answers.set(key, answer);
  return answer;
}

const isAllowed = (model: Model, where: object): Promise<boolean> =>
  Promise.resolve(model.findMany({ where, take: 0 })).then(
    () => true,
    (error: Error) => {
      if (error.name === 'PrismaClientValidationError') return false;
      throw error;
    },
  );
