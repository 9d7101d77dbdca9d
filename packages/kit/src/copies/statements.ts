/** The table of a copy. */
export interface CopiedTable<Row> {
  readonly table: string;
  readonly key: readonly (keyof Row & string)[];
  /** All other columns that are copied, but for `version`, which every copy has. */
  readonly columns: readonly (keyof Row & string)[];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const list = (names: readonly string[], of = ''): string => names.map((name) => `${of}${quoted(name)}`).join(', ');

/** A row's key as one text. */
export const keyText = (key: readonly string[], of: string): string =>
  `concat_ws(' ', ${key.map((column) => `${of}.${quoted(column)}`).join(', ')})`;

const sameKey = (key: readonly string[], a: string, b: string): string =>
  key.map((column) => `${a}.${quoted(column)} = ${b}.${quoted(column)}`).join(' AND ');

// The types are the table's own. One parameter, whatever the number of rows and columns.
const news = (table: string): string => `json_populate_recordset(NULL::${quoted(table)}, $1::json) AS news`;

/**
 * Writes whole rows and returns the keys of those that hold now. Copies that are up to date are left out before the
 * insert: ON CONFLICT would lock their rows for nothing.
 */
export function upsertStatement({ table, key, columns }: CopiedTable<never>): string {
  const all = [...key, ...columns, 'version'];
  const sets = [...columns, 'version'].map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
  const known = (comparison: string) =>
    `EXISTS (SELECT FROM ${quoted(table)} AS known WHERE ${sameKey(key, 'known', 'news')} AND known."version" ${comparison} news."version")`;
  return `
    WITH written AS (
      INSERT INTO ${quoted(table)} AS copy (${list(all)})
      SELECT ${list(all, 'news.')} FROM ${news(table)} WHERE NOT ${known('>=')} ORDER BY ${list(key, 'news.')}
      ON CONFLICT (${list(key)}) DO UPDATE SET ${sets.join(', ')} WHERE copy."version" < excluded."version"
      RETURNING ${keyText(key, 'copy')} AS key
    )
    SELECT key FROM written UNION SELECT ${keyText(key, 'news')} FROM ${news(table)} WHERE ${known('=')}`;
}

/** Writes some columns of rows that are there and older, and returns the keys of those that hold now. */
export function changeStatement({ table, key }: CopiedTable<never>, columns: readonly string[]): string {
  const sets = [...columns, 'version'].map((column) => `${quoted(column)} = news.${quoted(column)}`);
  return `
    WITH written AS (
      UPDATE ${quoted(table)} AS copy SET ${sets.join(', ')} FROM ${news(table)}
      WHERE ${sameKey(key, 'copy', 'news')} AND copy."version" < news."version"
      RETURNING ${keyText(key, 'copy')} AS key
    )
    SELECT key FROM written UNION
    SELECT ${keyText(key, 'news')} FROM ${news(table)} JOIN ${quoted(table)} AS copy
      ON ${sameKey(key, 'copy', 'news')} AND copy."version" = news."version"`;
}
