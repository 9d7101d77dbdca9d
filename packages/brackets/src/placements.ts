import { type Board, boardOf } from './changes.ts';
import { type BracketSide, isDecided, type Match, type ParticipantId, SLOTS, type Slot, winningSlot } from './match.ts';

/** A place that nothing can change any more. Losers of one round share theirs. */
export interface Placement {
  readonly participant: ParticipantId;
  readonly placement: number;
}

/** The places of a knock-out as far as they are known, the best first. */
export function placements(matches: readonly Match[]): Placement[] {
  const board = boardOf(matches);
  const placed = new Map<ParticipantId, number>();
  let place = 1;
  for (const round of fromTheTop(matches)) {
    const exits = round.map((match) => exitsOf(match, board));
    for (const { participant, behind } of exits.flatMap(({ known }) => known))
      if (!placed.has(participant)) placed.set(participant, place + behind);
    place += exits.reduce((sum, { places }) => sum + places, 0);
  }
  return [...placed]
    .map(([participant, placement]) => ({ participant, placement }))
    .sort((one, other) => one.placement - other.placement);
}

/** Those on the first three places. */
export const podium = (matches: readonly Match[]): Placement[] =>
  placements(matches).filter(({ placement }) => placement <= 3);

const SIDES: readonly BracketSide[] = ['GRAND_FINAL', 'WINNERS', 'THIRD_PLACE', 'LOSERS', 'CONSOLATION'];

/** Rounds by how far one has got in them; the match for third place comes after the final. */
function fromTheTop(matches: readonly Match[]): Match[][] {
  const rounds = new Map<string, Match[]>();
  const finalRound = Math.max(...matches.map(({ side, round }) => (side === 'WINNERS' ? round : 0)));
  const rank = ({ side, round }: Match): number => {
    if (side === 'WINNERS' && round < finalRound) return SIDES.indexOf('THIRD_PLACE') + 0.5;
    return SIDES.indexOf(side);
  };
  const knockout = matches.filter(({ side }) => side !== 'GROUP');
  for (const match of knockout.toSorted((one, other) => rank(one) - rank(other) || other.round - one.round)) {
    const id = `${match.side}/${match.round}`;
    rounds.set(id, [...(rounds.get(id) ?? []), match]);
  }
  return [...rounds.values()];
}

/** Those whose way ends with a match, as far as it is decided, and how many places it gives. */
interface Exits {
  readonly places: number;
  readonly known: readonly { readonly participant: ParticipantId; readonly behind: number }[];
}

const NONE: Exits = { places: 0, known: [] };

function exitsOf(match: Match, board: Board): Exits {
  const isOff = (key = ''): boolean => Boolean(board.get(key)?.isReset) && board.get(key)?.status === 'CANCELLED';
  if (isOff(match.key)) return NONE;
  const [winnerGoesOn, loserGoesOn] = [match.next.winner, match.next.loser].map(
    (it) => it !== null && !isOff(it.match),
  );
  const places = Number(!winnerGoesOn) + Number(!loserGoesOn);
  if (!isDecided(match)) return { places, known: [] };
  const won = winningSlot(match);
  const first = won === null || winnerGoesOn ? null : match.slots[won].participant;
  const losers = loserGoesOn
    ? []
    : SLOTS.filter((slot) => slot !== won).flatMap((slot) => losing(match.slots[slot], board));
  return {
    places,
    known: [
      ...(first === null ? [] : [{ participant: first, behind: 0 }]),
      ...losers.map((participant) => ({ participant, behind: winnerGoesOn ? 0 : 1 })),
    ],
  };
}

/** Who sits in a slot; in one that stayed vacant, whoever would have come as the loser of an earlier match. */
function losing({ participant, vacant, source }: Slot, board: Board): ParticipantId[] {
  if (participant !== null) return [participant];
  const before = vacant && source.kind === 'LOSER' ? board.get(source.match) : undefined;
  if (!before) return [];
  const won = winningSlot(before);
  return SLOTS.filter((slot) => slot !== won).flatMap((slot) => before.slots[slot].participant ?? []);
}
