import {
  type Advancement,
  isKnockout,
  type Match,
  placements,
  qualifiers,
  type SlotSource,
  type StageSettings,
  type Standing,
  standings,
  type Withdrawn,
} from '@fieldhouse/brackets';
import type { Advancement as AdvancementRow, Entrant, Participant, Stage } from './__generated__/prisma/client.ts';

/** Who plays in a stage, and whether they still do. */
export type EntrantRow = Entrant & { readonly participant: Pick<Participant, 'status'> };

/** Whoever plays no more. */
export const hasLeft = ({ status }: Pick<Participant, 'status'>): boolean =>
  status === 'WITHDRAWN' || status === 'DISQUALIFIED';

/** Those of a stage who play no more. */
export const gone = (entrants: readonly EntrantRow[]): Withdrawn =>
  new Set(entrants.filter(({ participant }) => hasLeft(participant)).map(({ participantId }) => participantId));

/** What a stage goes by. */
export const settingsIn = ({ settings }: Pick<Stage, 'settings'>): StageSettings =>
  settings as unknown as StageSettings;

/** A row of a table, and the place that nothing can change any more. */
export type Row = Standing & { readonly placement: number | null };

/** The table of a group, or of a whole stage. */
export interface Table {
  readonly group: string | null;
  readonly rows: readonly Row[];
}

/** What tables are made of. */
export interface Played {
  readonly stage: Pick<Stage, 'format' | 'settings' | 'coinSeed' | 'status'>;
  readonly entrants: readonly EntrantRow[];
  readonly matches: readonly Match[];
}

/** The tables of a stage: one for each group, or a single one. Of a knock-out, ranks are how far each has come. */
export function tablesOf(played: Played): Table[] {
  const { stage, matches } = played;
  const groups = [...new Set(matches.map(({ group }) => group))];
  if (isKnockout(stage.format)) return [{ group: null, rows: ranksOfKnockout(tableOf(played, null), matches) }];
  return (groups.length > 0 ? groups : [null]).map((group) => ({ group, rows: placed(tableOf(played, group), stage) }));
}

function tableOf({ stage, entrants, matches }: Played, group: string | null): Standing[] {
  const own = group === null ? matches : matches.filter((match) => match.group === group);
  const inGroup = new Set(own.flatMap(({ slots }) => slots.map(({ participant }) => participant)));
  return standings({
    format: stage.format,
    entrants: entrants
      .filter(({ participantId }) => group === null || inGroup.has(participantId))
      .map(({ participantId, seed, participant }) => ({
        participant: participantId,
        seed,
        withdrawn: hasLeft(participant),
      })),
    matches: own,
    settings: settingsIn(stage),
    coinSeed: stage.coinSeed,
  });
}

const placed = (rows: readonly Standing[], { status }: Pick<Stage, 'status'>): Row[] =>
  rows.map((row) => ({ ...row, placement: status === 'COMPLETED' ? row.rank : null }));

/** Those still in it first, then by the place at which each went out. */
function ranksOfKnockout(rows: readonly Standing[], matches: readonly Match[]): Row[] {
  const places = new Map(placements(matches).map(({ participant, placement }) => [participant, placement]));
  return rows
    .map((row) => ({ ...row, placement: places.get(row.participant) ?? null, rank: places.get(row.participant) ?? 1 }))
    .sort((one, other) => one.rank - other.rank);
}

/** How a later stage reads the tables of the one before. */
export const sourcesOfSeeds = (
  { fromRank, toRank, perGroup }: Omit<AdvancementRow, 'toStageId' | 'fromStageId'>,
  tables: readonly Table[],
): SlotSource[] => qualifiers({ groupCount: perGroup ? tables.length : 1, fromRank, toRank } satisfies Advancement);

/** Who stands where a source says. Nobody does where whoever is there has left. */
export function standingAt(source: SlotSource, tables: readonly Table[]): string | null {
  if (source.kind !== 'GROUP') return null;
  const rows = tables.find(({ group }) => group === source.groupName)?.rows ?? allRows(tables);
  const row = rows[source.rank - 1];
  return row && !row.withdrawn ? row.participant : null;
}

/** The tables as one: winners of groups first. */
export const allRows = (tables: readonly Table[]): Row[] =>
  tables.flatMap(({ rows }) => rows).toSorted((one, other) => one.rank - other.rank);

/** The final places: those of the last stage, and behind them, stage by stage back, who did not get there. */
export function finalRows(stages: readonly (readonly Table[])[]): Row[] {
  const listed = new Map<string, Row>();
  for (const tables of stages.toReversed()) {
    const before = listed.size;
    for (const row of allRows(tables).filter(({ participant }) => !listed.has(participant)))
      listed.set(row.participant, { ...row, rank: before + rankAmong(row, tables, listed, before) });
  }
  return [...listed.values()];
}

/** One's rank among those of a stage who did not go further. */
function rankAmong(row: Row, tables: readonly Table[], listed: ReadonlyMap<string, Row>, before: number): number {
  if (before === 0) return row.rank;
  const ahead = new Set([...listed.values()].slice(0, before).map(({ participant }) => participant));
  return 1 + allRows(tables).filter((other) => !ahead.has(other.participant) && other.rank < row.rank).length;
}
