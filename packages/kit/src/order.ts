type Direction = 'asc' | 'desc';
type Nulls = 'first' | 'last';

/**
 * Columns a list is ordered by, the last one unique: `[{ name: 'asc' }, { id: 'asc' }]`. Where nothing is said of nulls
 * they stand where PostgreSQL puts them: last in ascending order, first in descending.
 */
export type Order = readonly Readonly<
  Record<string, Direction | { readonly sort: Direction; readonly nulls: Nulls }>
>[];

/** One column of an order, with all that it says. */
export interface OrderColumn {
  readonly column: string;
  readonly sort: Direction;
  readonly nulls: Nulls;
}

/** An order's columns, the most significant first. */
export const columnsOf = (order: Order): OrderColumn[] =>
  order.map((by) => {
    const [column, said] = Object.entries(by)[0] as [string, Order[number][string]];
    return typeof said === 'string'
      ? { column, sort: said, nulls: said === 'asc' ? 'last' : 'first' }
      : { column, ...said };
  });

const opposite = { asc: 'desc', desc: 'asc', first: 'last', last: 'first' } as const;

/** The opposite order, for pages asked for from the end. */
export const reversed = (order: Order): Order =>
  order.map((by) => {
    const [column, said] = Object.entries(by)[0] as [string, Order[number][string]];
    const turned =
      typeof said === 'string' ? opposite[said] : { sort: opposite[said.sort], nulls: opposite[said.nulls] };
    return { [column]: turned };
  });
