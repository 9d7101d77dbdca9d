import { type Match, type Round, roundsOf } from '@fieldhouse/brackets';
import { AT_ONCE } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';
import type { Match as MatchRow, Stage } from './__generated__/prisma/client.ts';
import { grouped } from './grouped.ts';
import { matchOf } from './rows.ts';
import { type EntrantRow, type Table, tablesOf } from './tables.ts';

/** A stage as it is read: its entrants by seed, its matches in their order of play, and what follows from them. */
export interface Board {
  readonly stage: Stage;
  readonly entrants: readonly EntrantRow[];
  readonly rows: readonly MatchRow[];
  readonly matches: readonly Match[];
  readonly rounds: readonly Round[];
  readonly tables: readonly Table[];
  /** A match's row, by its key. */
  readonly rowOf: (key: string) => MatchRow;
}

/** Reads stages with all that is played in them: three statements, however many matches there are. */
export const boardLoader = (db: Database) =>
  new DataLoader<string, Board | null>(async (stageIds) => {
    const where = { stageId: { in: [...stageIds] } };
    const [stages, entrants, rows] = await Promise.all([
      db.stage.findMany({ where: { id: { in: [...stageIds] } } }),
      db.entrant.findMany({ where, orderBy: { seed: 'asc' }, include: { participant: { select: { status: true } } } }),
      db.match.findMany({ where, orderBy: { id: 'asc' } }),
    ]);
    const entrantsBy = grouped(entrants, ({ stageId }) => stageId);
    const rowsBy = grouped(rows, ({ stageId }) => stageId);
    const boards = new Map(
      stages.map((stage) => [stage.id, boardOf(stage, entrantsBy.get(stage.id) ?? [], rowsBy.get(stage.id) ?? [])]),
    );
    return stageIds.map((id) => boards.get(id) ?? null);
  }, AT_ONCE);

function boardOf(stage: Stage, entrants: readonly EntrantRow[], rows: readonly MatchRow[]): Board {
  const matches = rows.map(matchOf);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  let tables: Table[] | undefined;
  return {
    ...{ stage, entrants, rows, matches, rounds: roundsOf(matches) },
    get tables() {
      tables ??= tablesOf({ stage, entrants, matches });
      return tables;
    },
    rowOf(key) {
      const row = byKey.get(key);
      if (!row) throw new Error(`Stage ${stage.id} has no match ${key}`);
      return row;
    },
  };
}
