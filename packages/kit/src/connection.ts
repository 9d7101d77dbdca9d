import DataLoader from 'dataloader';
import { cursorOf, foreignCursor, rowsBehind } from './cursor.ts';
import { BadInput } from './errors.ts';
import { AT_ONCE, type Model, type RowOf } from './loaders.ts';
import { mayBeNull } from './nullable.ts';
import { columnsOf, type Order, reversed } from './order.ts';

const DEFAULT_PAGE = 20;
const LARGEST_PAGE = 100;

/** The arguments of a Relay connection. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A page of a list, in the shape of the schema's connections. */
export interface Connection<Row> {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly nodes: Row[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Counted only when a client asks. */
  readonly totalCount: () => Promise<number>;
}

/** One page's query: how many rows to take, in which order, from where. One row more than the page tells if there is another. */
interface Page {
  readonly size: number;
  readonly backwards: boolean;
  readonly after: boolean;
  readonly before: boolean;
  readonly query: { readonly take: number; readonly orderBy: Order; readonly where: object };
}

async function pageOf(args: PageArgs, order: Order, where: object, rows: Rows): Promise<Page> {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw new BadInput('Ask for first or for last, not for both');
  const backwards = last != null || (before != null && first == null);
  const size = (backwards ? last : first) ?? DEFAULT_PAGE;
  if (size < 0) throw new BadInput('A page cannot hold less than nothing');
  if (size > LARGEST_PAGE) throw new BadInput(`A page holds at most ${LARGEST_PAGE} items`);
  const isNullable = after == null && before == null ? undefined : await nullableIn(rows, order);
  const limits = [
    ...(after == null ? [] : [rowsBehind(after, order, isNullable)]),
    ...(before == null ? [] : [rowsBehind(before, reversed(order), isNullable)]),
  ];
  const query = { take: size + 1, orderBy: backwards ? reversed(order) : order, where: { AND: [where, ...limits] } };
  return { size, backwards, after: after != null, before: before != null, query };
}

/** Whose columns the order names: a model's, or those of a relation of it. */
interface Rows {
  readonly model: Model;
  readonly relation?: string;
}

async function nullableIn({ model, relation }: Rows, order: Order): Promise<(column: string) => boolean> {
  const names = columnsOf(order).map(({ column }) => column);
  const found = await Promise.all(names.map((column) => mayBeNull(model, column, relation)));
  const nullable = new Set(names.filter((_, i) => found[i]));
  return (column) => nullable.has(column);
}

/** Says what is wrong when a made-up cursor holds what its column cannot: a word where a date stands, say. */
const orForeignCursor =
  ({ after, before }: Page) =>
  (error: unknown): never => {
    throw (after || before) && (error as Error).name === 'PrismaClientValidationError' ? foreignCursor() : error;
  };

function connectionOf<Row>(
  rows: Row[],
  { size, backwards, after, before }: Page,
  order: Order,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const more = rows.length > size;
  const nodes = backwards ? rows.slice(0, size).reverse() : rows.slice(0, size);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node as Record<string, unknown>, order) }));
  return {
    edges,
    nodes,
    pageInfo: {
      // As Relay has it: exact in the direction of travel, so that a journey to a fixed cursor ends. In the other one there
      // is what the cursor came from.
      hasNextPage: backwards ? before : more,
      hasPreviousPage: backwards ? more : after,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

interface Counted extends Model {
  count(args?: { where?: object }): PromiseLike<number>;
}

/** A connection over a whole table: one query for the page, one more only for `totalCount`. */
export async function paginate<M extends Counted>(
  model: M,
  args: PageArgs,
  { where = {}, order }: { where?: object; order: Order },
): Promise<Connection<RowOf<M>>> {
  const page = await pageOf(args, order, where, { model });
  const rows = await Promise.resolve(model.findMany(page.query)).catch(orForeignCursor(page));
  return connectionOf(rows, page, order, async () => model.count({ where }));
}

/** Which page of which parent's list. */
export interface PageOf {
  readonly of: string;
  readonly args: PageArgs;
  readonly where?: object;
}

/**
 * Loads pages of a parent's children, for any number of parents in one query (PostgreSQL joins them laterally).
 * `pagesBy(db.team, 'members', ...)` serves `Team.members` however many teams a request lists.
 */
export function pagesBy<Row>(parents: Model, relation: string, { order }: { order: Order }) {
  const children = async <T>(ids: string[], select: object, read: (parent: Record<string, unknown>) => T) =>
    new Map(
      (await parents.findMany({ where: { id: { in: ids } }, select: { id: true, ...select } })).map((row) => [
        row.id,
        read(row),
      ]),
    );
  const counts = byGroup<{ of: string; where: object }, number>(
    ({ where }) => where,
    async (ids, { where }) => {
      const select = { _count: { select: { [relation]: { where } } } };
      const found = await children(ids, select, ({ _count }) => (_count as Record<string, number>)[relation]);
      return ids.map((id) => found.get(id) ?? 0);
    },
  );
  return byGroup<PageOf, Connection<Row>>(
    ({ args, where }) => ({ args, where }),
    async (ids, { args, where = {} }) => {
      const page = await pageOf(args, order, where, { model: parents, relation });
      const found = await children(ids, { [relation]: page.query }, (row) => row[relation] as Row[]).catch(
        orForeignCursor(page),
      );
      return ids.map((of) => connectionOf(found.get(of) ?? [], page, order, () => counts.load({ of, where })));
    },
  );
}

/**
 * A loader that answers keys group by group: those that differ only in `of` share one query, and what one group's
 * arguments do wrong fails that group alone.
 */
function byGroup<K extends { readonly of: string }, V>(
  shared: (key: K) => unknown,
  query: (ids: string[], sample: K) => Promise<V[]>,
): DataLoader<K, V, string> {
  const groupOf = (key: K) => JSON.stringify(shared(key));
  const batch = async (keys: readonly K[]) => {
    const groups = new Map<string, K[]>();
    for (const key of keys) groups.set(groupOf(key), [...(groups.get(groupOf(key)) ?? []), key]);
    const answers = new Map<K, V | Error>();
    const answer = async (members: K[]) => {
      const ids = members.map(({ of }) => of);
      const values = await query(ids, members[0] as K).catch((error: Error) => ids.map(() => error));
      for (const [i, key] of members.entries()) answers.set(key, values[i] as V | Error);
    };
    await Promise.all([...groups.values()].map(answer));
    return keys.map((key) => answers.get(key) as V | Error);
  };
  return new DataLoader(batch, { ...AT_ONCE, cacheKeyFn: (key) => JSON.stringify(key) });
}
