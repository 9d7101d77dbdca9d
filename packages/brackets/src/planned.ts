import { type Draft, keyOf } from './draft.ts';
import { labelsFor } from './labels.ts';
import {
  type BracketSide,
  type MatchKey,
  type PlannedMatch,
  type PlannedSlot,
  SLOTS,
  type SlotLink,
  type SlotSource,
} from './match.ts';
import type { StageSettings } from './settings.ts';

/** Drafts as planned matches: with key, label, number of games, and links to the matches that follow. */
export function planned(
  drafts: readonly Draft[],
  settings: StageSettings,
  entrants: readonly SlotSource[] = [],
): PlannedMatch[] {
  const links = linksOf(drafts);
  const labels = labelsFor(drafts);
  const final = drafts.find(({ side }) => side === 'GRAND_FINAL') ?? drafts.findLast(({ side }) => side === 'WINNERS');
  const entrant = (source: SlotSource): PlannedSlot => ({
    source: source.kind === 'SEED' ? (entrants[source.seed - 1] ?? source) : source,
  });
  return inOrderOfPlay(drafts).map((draft) => {
    const { side, round, number, group = null, isReset = false } = draft;
    const key = keyOf(draft);
    const label = labels.matchLabel(draft);
    return {
      key,
      side,
      group,
      round,
      number,
      label: group === null ? label : `Group ${group}, ${label.toLowerCase()}`,
      bestOf: (draft === final || isReset ? settings.finalBestOf : null) ?? settings.bestOf,
      isReset,
      slots: [entrant(draft.sources[0]), entrant(draft.sources[1])],
      next: { winner: links.get(`WINNER ${key}`) ?? null, loser: links.get(`LOSER ${key}`) ?? null },
    };
  });
}

/** The slot that waits for the winner, or the loser, of a match. */
function linksOf(drafts: readonly Draft[]): Map<string, SlotLink> {
  const links = new Map<string, SlotLink>();
  for (const draft of drafts)
    for (const slot of SLOTS) {
      const source = draft.sources[slot];
      if ('match' in source) links.set(`${source.kind} ${source.match}`, { match: keyOf(draft), slot });
    }
  return links;
}

/** Of those that can be played at the same time, the winners' bracket goes first, and the final last. */
const SIDES: readonly BracketSide[] = ['GROUP', 'THIRD_PLACE', 'WINNERS', 'LOSERS', 'CONSOLATION', 'GRAND_FINAL'];

/** Matches of all groups that can be played at the same time. */
interface Round {
  readonly side: BracketSide;
  level: number;
  readonly drafts: Draft[];
}

/** Rounds whole, each after all rounds that lead to it. */
function inOrderOfPlay(drafts: readonly Draft[]): Draft[] {
  const rounds = new Map<string, Round>();
  const roundOf = new Map<MatchKey, Round>();
  for (const draft of drafts) {
    const id = `${draft.side}/${draft.round}`;
    const round = rounds.get(id) ?? { side: draft.side, level: draft.side === 'GROUP' ? draft.round : 0, drafts: [] };
    rounds.set(id, round);
    roundOf.set(keyOf(draft), round);
    round.drafts.push(draft);
    for (const source of draft.sources)
      if ('match' in source) round.level = Math.max(round.level, (roundOf.get(source.match)?.level ?? 0) + 1);
  }
  return [...rounds.values()]
    .sort((one, other) => one.level - other.level || SIDES.indexOf(one.side) - SIDES.indexOf(other.side))
    .flatMap((round) => round.drafts);
}
