import type { CopiedTable } from './copied-rows.ts';

type Table = CopiedTable<never>;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const list = (names: readonly string[], of = ''): string => names.map((name) => `${of}${quoted(name)}`).join(', ');
const sets = (names: readonly string[], of: string): string =>
  names.map((name) => `${quoted(name)} = ${of}.${quoted(name)}`).join(', ');

const keyText = ({ key }: Table, of: string): string => `concat_ws(' ', ${list(key, `${of}.`)})`;
const sameKey = ({ key }: Table, a: string, b: string): string =>
  key.map((column) => `${a}.${quoted(column)} = ${b}.${quoted(column)}`).join(' AND ');

// The types are the table's own. One parameter, whatever the number of rows and columns.
const news = ({ table }: Table): string => `json_populate_recordset(NULL::${quoted(table)}, $1::json) AS news`;

const known = (table: Table, comparison: string): string =>
  `EXISTS (SELECT FROM ${quoted(table.table)} AS known WHERE ${sameKey(table, 'known', 'news')} AND ${comparison})`;

/** Inserts or overwrites, in the order of keys; those that `isKnown` are left out, as ON CONFLICT would lock them for nothing. */
const upsert = (table: Table, isKnown: string, isOlder: '<' | '<='): string => `
  INSERT INTO ${quoted(table.table)} AS copy (${list([...table.key, ...table.columns, 'version'])})
  SELECT ${list([...table.key, ...table.columns, 'version'], 'news.')} FROM ${news(table)}
  WHERE NOT ${known(table, isKnown)} ORDER BY ${list(table.key, 'news.')}
  ON CONFLICT (${list(table.key)}) DO UPDATE SET ${sets([...table.columns, 'version'], 'excluded')}
    WHERE copy."version" ${isOlder} excluded."version"`;

/** Writes whole rows unless they are older, and returns the keys of those that hold now. */
export const upsertStatement = (table: Table): string => `
  WITH written AS (
    ${upsert(table, 'known."version" >= news."version"', '<')} RETURNING ${keyText(table, 'copy')} AS key
  )
  SELECT key FROM written
  UNION SELECT ${keyText(table, 'news')} FROM ${news(table)} WHERE ${known(table, 'known."version" = news."version"')}`;

/** Writes some columns of rows that are there and older, and returns the keys of those that hold now. */
export const changeStatement = (table: Table, columns: readonly string[]): string => `
  WITH written AS (
    UPDATE ${quoted(table.table)} AS copy SET ${sets([...columns, 'version'], 'news')} FROM ${news(table)}
    WHERE ${sameKey(table, 'copy', 'news')} AND copy."version" < news."version"
    RETURNING ${keyText(table, 'copy')} AS key
  )
  SELECT key FROM written
  UNION SELECT ${keyText(table, 'news')} FROM ${news(table)} WHERE ${known(table, 'known."version" = news."version"')}`;

/** Writes whole rows as their owner says they are: what is of the same version and differs is put right. */
export function restoreStatement(table: Table): string {
  const differs = `(${list(table.columns, 'known.')}) IS DISTINCT FROM (${list(table.columns, 'news.')})`;
  const isRight = `(known."version" > news."version" OR (known."version" = news."version" AND NOT ${differs}))`;
  return upsert(table, isRight, '<=');
}

/** Rows ($1) that were doubted in $2 and have not changed since: from now on any version is newer. */
export const forgetVersionsStatement = (table: Table): string => `
  UPDATE ${quoted(table.table)} AS copy SET "version" = -1 FROM ${news(table)}, messaging.rebuild_doubt AS doubt
  WHERE ${sameKey(table, 'copy', 'news')} AND doubt.asked_in = $2::uuid AND doubt.copied_to = $3
    AND doubt.row_key = ${keyText(table, 'news')} AND doubt.version = copy."version"`;

/** Notes the rows that were not heard of in rebuild $1, or only as older. */
export const doubtStatement = (table: Table): string => `
  INSERT INTO messaging.rebuild_doubt (rebuild, copied_to, row_key, key_columns, aggregate, version)
  SELECT $1::uuid, $2, ${keyText(table, 'copy')},
    json_build_object(${table.key.map((column) => `'${column}', copy.${quoted(column)}`).join(', ')}),
    copy.${quoted(table.key[0] ?? 'id')}::text, copy."version"
  FROM ${quoted(table.table)} AS copy WHERE NOT EXISTS (
    SELECT FROM messaging.rebuild_row AS heard WHERE heard.rebuild = $1::uuid AND heard.copied_to = $2
      AND heard.row_key = ${keyText(table, 'copy')} AND heard.version >= copy."version")`;

/** Removes a row ($1) unless it has changed since it had version $2. */
export const removeStatement = ({ table, ...rest }: Table): string => `
  DELETE FROM ${quoted(table)} AS copy USING json_populate_record(NULL::${quoted(table)}, $1::json) AS gone
  WHERE ${sameKey({ table, ...rest }, 'copy', 'gone')} AND copy."version" = $2`;

/** Whether a copy holds no row at all. */
export const isEmptyStatement = ({ table }: Table): string =>
  `SELECT NOT EXISTS (SELECT FROM ${quoted(table)}) AS empty`;
