import { SLOTS } from './match.ts';
import { forfeited, type Outcome } from './outcome.ts';

/** More than any sport counts. */
const HIGHEST = 1_000_000;

/** What somebody reports of a match. With more than one game, scores are games won. */
export interface ScoreReport {
  readonly scores: readonly number[];
  readonly games?: readonly { readonly scores: readonly number[] }[] | null;
  /** Who did not come, or gave up. */
  readonly forfeitSlots?: readonly number[] | null;
}

/** What a match allows. */
export interface ScoreRule {
  readonly bestOf: number;
  readonly allowDraws: boolean;
}

/** Why a report cannot be the result of a match. */
export interface ScoreProblem {
  readonly code: 'SCORE_INVALID' | 'DRAW_NOT_ALLOWED';
  readonly message: string;
}

const invalid = (message: string): ScoreProblem => ({ code: 'SCORE_INVALID', message });

/** The outcome that a report tells of, or why it tells of none. */
export function validateScore(report: ScoreReport, rule: ScoreRule): Outcome | ScoreProblem {
  const pair = scorePair(report.scores);
  if (!pair) return invalid(`A match has two scores, from 0 to ${HIGHEST}`);
  const away = report.forfeitSlots ?? [];
  if (away.length > 0) return forfeitOutcome(away, pair);
  const [one, other] = pair;
  if (one === other && !rule.allowDraws) return { code: 'DRAW_NOT_ALLOWED', message: 'This match needs a winner' };
  const problem = badSeries(pair, rule.bestOf) ?? badGames(report.games ?? [], pair, rule.bestOf);
  if (problem) return problem;
  if (one === other) return { scores: pair, results: ['DRAW', 'DRAW'] };
  return { scores: pair, results: one > other ? ['WIN', 'LOSS'] : ['LOSS', 'WIN'] };
}

type Pair = readonly [number, number];

const isScore = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= HIGHEST;

/** Two numbers that can be scores; minus zero is zero. */
function scorePair([one, other, ...rest]: readonly number[]): Pair | null {
  return isScore(one) && isScore(other) && rest.length === 0 ? [one + 0, other + 0] : null;
}

/** Whoever stays away loses, whatever the score was by then; if nothing was played, there is none. */
function forfeitOutcome(away: readonly number[], scores: Pair): Outcome | ScoreProblem {
  const slots = SLOTS.filter((slot) => away.includes(slot));
  if (slots.length !== away.length) return invalid('A forfeit names slot 0, slot 1, or each of them once');
  const { results } = forfeited(slots);
  return { scores: scores[0] === 0 && scores[1] === 0 ? [null, null] : scores, results };
}

/** A series ends as soon as somebody has more than half of its games. */
function badSeries([one, other]: Pair, bestOf: number): ScoreProblem | null {
  if (bestOf === 1) return null;
  if (!Number.isInteger(one) || !Number.isInteger(other)) return invalid('Scores of a series are games won');
  const needed = Math.floor(bestOf / 2) + 1;
  const isOver = one === other ? one + other === bestOf : Math.max(one, other) === needed && one + other <= bestOf;
  return isOver ? null : invalid(`Best of ${bestOf} ends when somebody has won ${needed} games`);
}

function badGames(
  games: readonly { readonly scores: readonly number[] }[],
  scores: Pair,
  bestOf: number,
): ScoreProblem | null {
  if (games.length === 0) return null;
  if (games.length > bestOf) return invalid(`This match has at most ${bestOf} games`);
  const pairs = games.map((game) => scorePair(game.scores));
  if (!pairs.every((it) => it !== null)) return invalid(`A game has two scores, from 0 to ${HIGHEST}`);
  if (bestOf === 1)
    return pairs[0]?.every((score, slot) => score === scores[slot]) ? null : invalid('The game has another score');
  if (pairs.some(([one, other]) => one === other)) return invalid('A game of a series needs a winner');
  const won = SLOTS.map((slot) => pairs.filter((pair) => Math.max(...pair) === pair[slot]).length);
  if (won[0] !== scores[0] || won[1] !== scores[1]) return invalid('The games do not add up to the scores');
  const last = pairs.at(-1) ?? [0, 0];
  return scores[0] > scores[1] === last[0] > last[1] || scores[0] === scores[1]
    ? null
    : invalid('No game is played after the series is decided');
}
