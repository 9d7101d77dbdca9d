import { bye, type Draft, keyOf } from './draft.ts';
import type { MatchKey, SlotSource } from './match.ts';

/** Who leaves a match that is not played, as winner and as loser. */
interface Exits {
  readonly WINNER: SlotSource;
  readonly LOSER: SlotSource;
}

/**
 * Drafts without those that have a bye: whoever would have passed stands in the next match at once. Rounds and numbers
 * are counted anew. Expects sources before the matches that they lead to.
 */
export function withoutByes(drafts: readonly Draft[]): Draft[] {
  const exits = new Map<MatchKey, Exits>();
  const resolved = (source: SlotSource): SlotSource =>
    source.kind === 'WINNER' || source.kind === 'LOSER' ? (exits.get(source.match)?.[source.kind] ?? source) : source;

  const played: Draft[] = [];
  for (const draft of drafts) {
    const sources = [resolved(draft.sources[0]), resolved(draft.sources[1])] as const;
    const [first, second] = sources;
    if (first.kind !== 'BYE' && second.kind !== 'BYE') played.push({ ...draft, sources });
    else exits.set(keyOf(draft), { WINNER: first.kind === 'BYE' ? second : first, LOSER: bye });
  }
  return played.length === drafts.length ? played : renumbered(played);
}

/** Rounds of a side, and matches of a round, counted from one without gaps. */
function renumbered(drafts: readonly Draft[]): Draft[] {
  const keys = new Map<MatchKey, MatchKey>();
  const rounds = new Map<string, number[]>();
  const sizes = new Map<string, number>();
  const renamed = (source: SlotSource): SlotSource =>
    'match' in source ? { ...source, match: keys.get(source.match) ?? source.match } : source;

  return drafts.map((draft) => {
    const known = rounds.get(draft.side) ?? [];
    if (!known.includes(draft.round)) rounds.set(draft.side, known.concat(draft.round));
    const round = (rounds.get(draft.side) ?? []).indexOf(draft.round) + 1;
    const number = (sizes.get(`${draft.side}/${round}`) ?? 0) + 1;
    sizes.set(`${draft.side}/${round}`, number);
    const anew: Draft = { ...draft, round, number, sources: [renamed(draft.sources[0]), renamed(draft.sources[1])] };
    keys.set(keyOf(draft), keyOf(anew));
    return anew;
  });
}
