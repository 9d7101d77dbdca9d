import { BadInput } from './errors.ts';
import { columnsOf, type Order, type OrderColumn } from './order.ts';
import { instantOf } from './scalars/times.ts';

/** Longer than any cursor that a list gives out: names are short. */
const LONGEST = 4_000;
/** What no text in PostgreSQL has: NUL and half a pair. */
const UNSTORED = /[\0\p{Surrogate}]/u;

/** Names a row's place in an ordered list; opaque to clients. */
export const cursorOf = (row: Record<string, unknown>, order: Order): string =>
  Buffer.from(
    JSON.stringify([signature(order), ...columnsOf(order).map(({ column }) => written(column, row[column]))]),
  ).toString('base64url');

const signature = (order: Order) =>
  columnsOf(order)
    .map(({ column }) => column)
    .join();

/** The Prisma filter for the rows behind a cursor; some columns may be null. */
export function rowsBehind(
  cursor: string,
  order: Order,
  isNullable: (column: string) => boolean = () => false,
): object {
  const values = read(cursor, order);
  if (columnsOf(order).some(({ column }, i) => values[i] === null && !isNullable(column))) throw foreignCursor();
  const by = columnsOf(order).map((it, i) => ({
    same: { [it.column]: values[i] },
    ...placesBehind(it, values[i], isNullable(it.column)),
  }));
  const earlier = (i: number) => Object.assign({}, ...by.slice(0, i).map(({ same }) => same));
  const behind = by.flatMap((it, i) => it.behind.map((filter) => ({ ...earlier(i), ...filter })));
  // Redundant, but it lets PostgreSQL start in the index at the cursor instead of reading all rows before it.
  return { AND: [...(by[0]?.bound ?? []), { OR: behind }] };
}

/** Where one column has rows behind a value: any of `behind`; `bound` holds for those and for the value itself. */
function placesBehind({ column, sort, nulls }: OrderColumn, value: unknown, isNullable: boolean) {
  if (value === null)
    return nulls === 'last'
      ? { behind: [], bound: [{ [column]: null }] }
      : { behind: [{ [column]: { not: null } }], bound: [] };
  const beyond = isNullable && nulls === 'last' ? [{ [column]: null }] : [];
  const past = sort === 'asc' ? 'gt' : 'lt';
  // Prisma compares booleans with nothing: false comes before true. Where none is behind, the filter that finds no row
  // still has Prisma refuse a column of another type.
  if (typeof value === 'boolean') {
    const behind = value === (sort === 'desc') ? !value : { equals: value, not: value };
    return { behind: [{ [column]: behind }, ...beyond], bound: [] };
  }
  const bound = beyond.length > 0 ? [] : [{ [column]: { [`${past}e`]: value } }];
  return { behind: [{ [column]: { [past]: value } }, ...beyond], bound };
}

function read(cursor: string, order: Order): unknown[] {
  try {
    if (cursor.length > LONGEST) throw foreignCursor();
    const [signed, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (signed === signature(order) && values.length === order.length)
      return columnsOf(order).map(({ column }, i) => sound(column, values[i]));
  } catch {
    // Not JSON, or not what the column holds: the same answer as any other cursor that this list did not give out.
  }
  throw foreignCursor();
}

/** What JSON lacks is said by an object; times end in At, as everywhere, and go without. */
function written(column: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (value instanceof Date && !column.endsWith('At')) return { time: value.toISOString() };
  return value;
}

/** The value, if a column of that name can hold it. */
function sound(column: string, value: unknown): unknown {
  if (value === null || (typeof value === 'boolean' && !column.endsWith('At'))) return value;
  const { integer, time } = (typeof value === 'object' ? value : {}) as { integer?: unknown; time?: unknown };
  if (typeof integer === 'string' && /^-?\d{1,19}$/.test(integer)) return inRange(BigInt(integer));
  if (column.endsWith('At') || time !== undefined) {
    const said = time ?? value;
    const instant = typeof said === 'string' ? instantOf(said) : null;
    if (instant) return instant;
  } else if (Number.isFinite(value) || (typeof value === 'string' && !UNSTORED.test(value))) return value;
  throw foreignCursor();
}

function inRange(integer: bigint): bigint {
  if (BigInt.asIntN(64, integer) !== integer) throw foreignCursor();
  return integer;
}

/** For a cursor that the list did not give out. */
export const foreignCursor = () => new BadInput('Not a cursor of this list');
