import { BadInput } from './errors.ts';
import { instantOf } from './scalars/times.ts';

/** Longer than any cursor that a list gives out: names are short. */
const LONGEST = 4_000;
/** What no text in PostgreSQL has: NUL and half a pair. */
const UNSTORED = /[\0\p{Surrogate}]/u;

/** Columns a list is ordered by, the last one unique: `[{ name: 'asc' }, { id: 'asc' }]`. */
export type Order = readonly Readonly<Record<string, 'asc' | 'desc'>>[];

const columns = (order: Order) => order.map((by) => Object.entries(by)[0] as [string, 'asc' | 'desc']);

/** Names a row's place in an ordered list; opaque to clients. */
export const cursorOf = (row: Record<string, unknown>, order: Order): string =>
  Buffer.from(JSON.stringify([signature(order), ...columns(order).map(([column]) => row[column])])).toString(
    'base64url',
  );

const signature = (order: Order) =>
  columns(order)
    .map(([column]) => column)
    .join();

/** The Prisma filter for the rows behind a cursor. */
export function rowsBehind(cursor: string, order: Order): object {
  const values = read(cursor, order);
  const by = columns(order).map(([column, direction], i) => ({
    column,
    past: direction === 'asc' ? 'gt' : 'lt',
    value: values[i],
  }));
  const [first] = by;
  if (!first) return {};
  return {
    AND: [
      // Redundant, but it lets PostgreSQL start in the index at the cursor instead of reading all rows before it.
      { [first.column]: { [`${first.past}e`]: first.value } },
      {
        OR: by.map(({ column, past, value }, i) => ({
          ...Object.fromEntries(by.slice(0, i).map((earlier) => [earlier.column, earlier.value])),
          [column]: { [past]: value },
        })),
      },
    ],
  };
}

function read(cursor: string, order: Order): unknown[] {
  try {
    if (cursor.length > LONGEST) throw foreignCursor();
    const [signed, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (signed === signature(order) && values.length === order.length)
      return columns(order).map(([column], i) => sound(column, values[i]));
  } catch {
    // Not JSON, or not what the column holds: the same answer as any other cursor that this list did not give out.
  }
  throw foreignCursor();
}

/** The value, if a column of that name can hold it: times end in At, as everywhere. */
function sound(column: string, value: unknown): unknown {
  if (column.endsWith('At')) {
    const instant = typeof value === 'string' ? instantOf(value) : null;
    if (instant) return instant;
  } else if (Number.isFinite(value) || (typeof value === 'string' && !UNSTORED.test(value))) return value;
  throw foreignCursor();
}

/** For a cursor that the list did not give out. */
export const foreignCursor = () => new BadInput('Not a cursor of this list');

/** The opposite order, for pages asked for from the end. */
export const reversed = (order: Order): Order =>
  columns(order).map(([column, direction]) => ({ [column]: direction === 'asc' ? 'desc' : 'asc' }));
