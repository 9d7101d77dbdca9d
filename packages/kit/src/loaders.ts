import DataLoader from 'dataloader';
import { defaultFieldResolver, type GraphQLSchema } from 'graphql';

// Each Prisma model types its own arguments; loaders need only findMany, whose arguments they build themselves.
// biome-ignore-start lint/suspicious/noExplicitAny: generic over all Prisma models
export interface Model<Row = any> {
  findMany(args?: object): PromiseLike<Row[]>;
}
/** The row type of a Prisma model. */
export type RowOf<M> = M extends { findFirstOrThrow(...args: never[]): PromiseLike<infer Row> } ? Row : never;
// biome-ignore-end lint/suspicious/noExplicitAny: see above

/** Keys of one statement: PostgreSQL binds at most 65,535 values, Prisma 32,767; a batch that is larger is several. */
export const AT_ONCE = { maxBatchSize: 10_000 } as const;

/** Loads rows by primary key, all of one tick in one query; an id that does not exist loads `null`. */
export const byId = <M extends Model>(model: M) => byKey(model, 'id' as keyof RowOf<M> & string);

/** As `byId`, by another unique column. */
export const byKey = <M extends Model, K extends keyof RowOf<M> & string>(model: M, column: K) =>
  new DataLoader<string, RowOf<M> | null>(async (keys) => {
    const rows = await model.findMany({ where: { [column]: { in: keys } } });
    const found = new Map(rows.map((row) => [row[column], row]));
    return keys.map((key) => found.get(key) ?? null);
  }, AT_ONCE);

/** Loads all rows whose column equals the key, in one query and in the given order. For lists that stay short. */
export const listBy = <M extends Model, K extends keyof RowOf<M> & string>(
  model: M,
  column: K,
  orderBy: { readonly [C in keyof RowOf<M>]?: 'asc' | 'desc' },
) =>
  new DataLoader<string, RowOf<M>[]>(async (keys) => {
    const lists = new Map<string, RowOf<M>[]>(keys.map((key) => [key, []]));
    for (const row of await model.findMany({ where: { [column]: { in: keys } }, orderBy }))
      lists.get(row[column])?.push(row);
    return keys.map((key) => lists.get(key) ?? []);
  }, AT_ONCE);

/** Loads rows by several columns that are unique together: `byKeys(db.attendance, 'eventId', 'userId')`. */
export const byKeys = <M extends Model, K extends keyof RowOf<M> & string>(model: M, ...columns: K[]) => {
  const nameOf = (key: Readonly<Record<K, string>>) => columns.map((column) => key[column]).join();
  return new DataLoader<Readonly<Record<K, string>>, RowOf<M> | null, string>(
    async (keys) => {
      const rows = new Map((await model.findMany({ where: { OR: [...keys] } })).map((row) => [nameOf(row), row]));
      return keys.map((key) => rows.get(nameOf(key)) ?? null);
    },
    // Alternatives, which PostgreSQL plans one by one.
    { cacheKeyFn: nameOf, maxBatchSize: 1_000 },
  );
};

/** A row that a foreign key guarantees. */
export function present<Row>(row: Row | null): Row {
  if (row === null) throw new Error('A row that a foreign key names is missing');
  return row;
}

/**
 * Gives every mutation loaders that remember nothing: its rules decide on what the one before left, and its payload
 * shows what it did itself.
 */
export function renewLoaders(schema: GraphQLSchema, loaders: (db: never) => unknown = () => ({})): void {
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver } = mutation;
    mutation.resolve = async (parent, args, context: { db: never; load: unknown }, info) => {
      context.load = loaders(context.db);
      const result = await resolve(parent, args, context, info);
      context.load = loaders(context.db);
      return result;
    };
  }
}
