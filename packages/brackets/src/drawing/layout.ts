import type { BracketSide, Match, MatchKey, SlotIndex } from '../match.ts';
import { SLOTS } from '../match.ts';
import { roundsOf } from '../rounds.ts';

export const BOX = { width: 196, height: 44 } as const;
const COLUMN = BOX.width + 44;
const ROW = BOX.height + 14;
const HEADING = 30;
const MARGIN = 12;

/** The upper left corner of something. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything stands, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<MatchKey, Point>;
  /** By the first match of the round that it names. */
  readonly headings: ReadonlyMap<MatchKey, Point>;
  readonly lines: readonly { readonly from: Point; readonly to: Point }[];
}

/** A place in a part of the drawing, counted in columns and rows. */
interface Cell {
  readonly column: number;
  readonly row: number;
}

/** Parts of the drawing from top to bottom, each a tree or the rounds of a group. */
export function layout(matches: readonly Match[]): Layout {
  const boxes = new Map<MatchKey, Point>();
  const headings = new Map<MatchKey, Point>();
  let top = MARGIN;
  for (const part of partsOf(matches)) {
    for (const [key, { column, row }] of part)
      boxes.set(key, { x: MARGIN + column * COLUMN, y: Math.round(top + HEADING + row * ROW) });
    for (const {
      matches: [first = ''],
    } of roundsOf(matches.filter(({ key }) => part.has(key)))) {
      const box = boxes.get(first);
      const isApart = /^(GRAND|THIRD)/.test(first);
      if (box) headings.set(first, { x: box.x, y: isApart ? box.y - HEADING : top });
    }
    top += Math.round(HEADING + (Math.max(...[...part.values()].map(({ row }) => row)) + 1) * ROW + MARGIN);
  }
  const right = Math.max(0, ...[...boxes.values()].map(({ x }) => x));
  return { width: right + BOX.width + MARGIN, height: top, boxes, headings, lines: linesOf(matches, boxes) };
}

function partsOf(matches: readonly Match[]): ReadonlyMap<MatchKey, Cell>[] {
  const on = (side: BracketSide): Match[] => matches.filter((match) => match.side === side);
  const [winners, losers, consolation] = [treeOf(on('WINNERS')), treeOf(on('LOSERS')), treeOf(on('CONSOLATION'))];
  const columns = (cells: ReadonlyMap<MatchKey, Cell>): number =>
    Math.max(0, ...[...cells.values()].map(({ column }) => column + 1));
  const final = [...winners.values()].reduce((last, cell) => (cell.column > last.column ? cell : last), {
    column: 0,
    row: 0,
  });
  const start = Math.max(columns(winners), columns(losers));
  for (const { key, round } of on('GRAND_FINAL')) winners.set(key, { column: start + round - 1, row: final.row });
  for (const { key } of on('THIRD_PLACE')) winners.set(key, { column: final.column, row: final.row + 1.7 });
  const groups = [...new Set(on('GROUP').map(({ group }) => group))];
  const leagues = groups.map((name) => gridOf(on('GROUP').filter(({ group }) => group === name)));
  return [winners, losers, consolation, ...leagues].filter((part) => part.size > 0);
}

/** Matches in the middle of those that lead to them; those to which none leads, beneath each other. */
function treeOf(matches: readonly Match[]): Map<MatchKey, Cell> {
  const byKey = new Map(matches.map((match) => [match.key, match]));
  const cells = new Map<MatchKey, Cell>();
  let rows = 0;
  const place = ({ key, round, slots }: Match): number => {
    const before = slots.flatMap(({ source }) => (source.kind === 'WINNER' ? (byKey.get(source.match) ?? []) : []));
    const between = before.map(place);
    const row = between.length > 0 ? between.reduce((sum, it) => sum + it, 0) / between.length : rows++;
    cells.set(key, { column: round - 1, row });
    return row;
  };
  for (const match of matches) if (!match.next.winner || !byKey.has(match.next.winner.match)) place(match);
  return cells;
}

const gridOf = (matches: readonly Match[]): Map<MatchKey, Cell> =>
  new Map(matches.map(({ key, round, number }) => [key, { column: round - 1, row: number - 1 }]));

/** From the middle of a match to the slot that its winner goes to. Losers are named, not drawn: they would cross all. */
function linesOf(matches: readonly Match[], boxes: ReadonlyMap<MatchKey, Point>): { from: Point; to: Point }[] {
  return matches.flatMap(({ key, slots }) =>
    SLOTS.flatMap((slot) => {
      const { source } = slots[slot];
      const [before, box] = [source.kind === 'WINNER' ? boxes.get(source.match) : undefined, boxes.get(key)];
      if (!before || !box) return [];
      const from = { x: before.x + BOX.width, y: before.y + BOX.height / 2 };
      return [{ from, to: { x: box.x, y: box.y + middleOf(slot) } }];
    }),
  );
}

/** The middle of a slot, from the top of its box. */
export const middleOf = (slot: SlotIndex): number => (BOX.height / 4) * (1 + 2 * slot);
