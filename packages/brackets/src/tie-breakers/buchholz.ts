import { type Tally, total } from '../tally.ts';
import type { Table, TieBreak } from './tie-break.ts';

/** The points of all opponents. */
export const buchholz: TieBreak = {
  values: (tied, table) => tied.map((it) => total(opponentsPoints(it, table), (points) => points)),
};

/** The points of the opponents without the best and the worst of them; of all, where there are fewer than three. */
export const medianBuchholz: TieBreak = {
  values: (tied, table) =>
    tied.map((it) => {
      const points = opponentsPoints(it, table).sort((one, other) => one - other);
      return total(points.length < 3 ? points : points.slice(1, -1), (value) => value);
    }),
};

/**
 * The points of each opponent, as they stand: those of one who withdrew stay what they were. A bye counts as an opponent
 * who is as good as oneself, after FIDE's rules, so that it neither helps nor harms.
 */
export const opponentsPoints = ({ played, points }: Tally, { all }: Table): number[] =>
  played.map(({ opponent }) => (opponent === null ? points : (all.get(opponent)?.points ?? 0)));
