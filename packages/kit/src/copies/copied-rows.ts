/** The table of a copy. */
export interface CopiedTable<Row> {
  readonly table: string;
  readonly key: readonly (keyof Row & string)[];
  /** All other columns that are copied, but for `version`, which every copy has. */
  readonly columns: readonly (keyof Row & string)[];
}

/** A row that is kept as a copy: it carries the version of what it was copied from. */
export interface CopiedRow {
  readonly version: number;
}

interface Keyed {
  readonly key: readonly string[];
}

/** A row's key as one text, as the statements give it back. */
export const keyOf = ({ key }: Keyed, row: object): string =>
  key.map((column) => String((row as Record<string, unknown>)[column])).join(' ');

/** Of rows with one key the newest, in the order of keys. */
export function newestByKey<Row extends CopiedRow>(table: Keyed, rows: readonly Row[]): Row[] {
  const newest = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(table, row);
    if ((newest.get(key)?.version ?? Number.NEGATIVE_INFINITY) <= row.version) newest.set(key, row);
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
