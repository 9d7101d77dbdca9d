import { type EventName, type EventPayload, eventCatalog } from '@fieldhouse/contracts';
import { type Reactions, repeatably } from '../reactions.ts';
import { sqlOf } from '../transact.ts';
import { type CopiedRow, type CopiedTable, keyOf, newestByKey } from './copied-rows.ts';
import { changeStatement, upsertStatement } from './statements.ts';

/** What an event says of a row: all of it, or only some columns, which changes nothing where there is no row yet. */
export type CopyNews<Row extends CopiedRow> = Row | (Partial<Row> & CopiedRow);

/** Which rows of another domain a subgraph keeps, and which events say what they are. */
export interface CopyDeclaration<Row extends CopiedRow> extends CopiedTable<Row> {
  /** What each event says; all of them of one topic. The first key column holds the id that the topic is keyed by. */
  readonly of: { readonly [N in EventName]?: (event: EventPayload[N]) => CopyNews<Row> };
}

/** Rows of another domain, kept in a table of one's own: never edited there, never set back to an older version. */
export interface Copy<Row extends CopiedRow> {
  readonly declaration: CopyDeclaration<Row>;
  /** The topic that its events travel by. */
  readonly topic: string;
  /** The reactions that keep it; the kit takes them from the subgraph's `copies`. */
  readonly reactions: Reactions<unknown>;
  /** The row that an event tells of. */
  rowOf<N extends EventName>(name: N, event: EventPayload[N]): CopyNews<Row>;
  /** Takes in what an event says: for a reaction of one's own, which takes the place of the copy's. True unless something newer is known. */
  hear<N extends EventName>(tx: unknown, name: N, event: EventPayload[N]): Promise<boolean>;
  /**
   * Writes rows as they were heard of or asked for, in the caller's transaction and in one statement, sorted so that two
   * writers cannot deadlock. Returns the rows that are not older than what is known.
   */
  remember(tx: unknown, rows: readonly CopyNews<Row>[]): Promise<readonly CopyNews<Row>[]>;
}

/** A copy of whatever rows: the kit treats all alike. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyCopy = Copy<any>;

/** Declares a copy: list it among the subgraph's `copies`, and the kit keeps it equal to what its owner announces. */
export function keepsCopy<Row extends CopiedRow>(declaration: CopyDeclaration<Row>): Copy<Row> {
  const names = Object.keys(declaration.of) as EventName[];
  const topics = new Set(names.map((name) => eventCatalog[name].topic));
  const [topic = ''] = topics;
  if (topics.size !== 1) throw new Error(`The copy ${declaration.table} is of events of one topic, not ${topics.size}`);
  const copy: Omit<Copy<Row>, 'reactions'> = {
    declaration,
    topic,
    rowOf(name, event) {
      const read = declaration.of[name];
      if (!read) throw new Error(`The copy ${declaration.table} is not of ${name}`);
      return read(event);
    },
    hear: async (tx, name, event) => (await copy.remember(tx, [copy.rowOf(name, event)])).length > 0,
    remember: (tx, rows) => remember(declaration, tx, rows),
  };
  return { ...copy, reactions: Object.fromEntries(names.map((name) => [name, reaction(copy, name)])) };
}

const reaction = <Row extends CopiedRow>(copy: Omit<Copy<Row>, 'reactions'>, name: EventName) =>
  repeatably<EventName, unknown>(async (events, { tx }) => {
    await copy.remember(
      tx,
      events.map((event) => copy.rowOf(name, event)),
    );
  });

async function remember<Row extends CopiedRow>(
  table: CopiedTable<Row>,
  tx: unknown,
  rows: readonly CopyNews<Row>[],
): Promise<CopyNews<Row>[]> {
  const newest = newestByKey(table, rows);
  const isWhole = (row: CopyNews<Row>) => table.columns.every((column) => column in row);
  const [whole, parts] = [newest.filter(isWhole), newest.filter((row) => !isWhole(row))];
  const holding = new Set<string>();
  const write = async (text: string, written: readonly CopyNews<Row>[]) => {
    for (const { key } of await sqlOf(tx)(text, [JSON.stringify(written)])) holding.add(String(key));
  };
  if (whole.length > 0) await write(upsertStatement(table), whole);
  // One statement for each set of columns; in a run of events of one type that is one.
  for (const columns of new Set(parts.map((row) => columnsOf(table, row).join()))) {
    const alike = parts.filter((row) => columnsOf(table, row).join() === columns);
    await write(changeStatement(table, columns.split(',')), alike);
  }
  return newest.filter((row) => holding.has(keyOf(table, row)));
}

const columnsOf = <Row extends CopiedRow>({ columns }: CopiedTable<Row>, row: CopyNews<Row>): string[] =>
  columns.filter((column) => column in row);
