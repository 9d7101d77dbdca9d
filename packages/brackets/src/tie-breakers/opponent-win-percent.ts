import { type Tally, total } from '../tally.ts';
import type { Table, TieBreak } from './tie-break.ts';

/** How many per cent of their matches the opponents have won, on average; a draw is half a win, a bye no match. */
export const opponentWinPercent: TieBreak = {
  values: (tied, table) => tied.map((it) => average(opponentsOf(it, table).map(winPercent))),
};

const opponentsOf = ({ played }: Tally, { all }: Table): Tally[] =>
  played.flatMap(({ opponent }) => all.get(opponent ?? '') ?? []);

function winPercent({ played, wins }: Tally): number {
  const matches = played.filter(({ result }) => result !== 'BYE');
  const draws = matches.filter(({ result }) => result === 'DRAW').length;
  return matches.length === 0 ? 0 : (100 * (wins + draws / 2)) / matches.length;
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : total([total(values, (value) => value) / values.length], (value) => value);
