import {
  type Match,
  type MatchKey,
  type ParticipantId,
  type PlannedMatch,
  SLOTS,
  type Slot,
  type SlotResult,
  unplayed,
} from '../match.ts';
import { describeSource, roundsOf } from '../rounds.ts';
import { BOX, type Layout, layout, middleOf, type Point } from './layout.ts';
import { cut, escaped, oneLine } from './text.ts';
import { type Show, sentenceOf, summary } from './words.ts';

/** What a drawing shows besides matches. */
export interface Drawing {
  readonly title: string;
  readonly matches: readonly (PlannedMatch | Match)[];
  readonly nameOf: (participant: ParticipantId) => string;
  readonly seedOf?: (participant: ParticipantId) => number | null;
  /** Told apart from those of other drawings on a page. */
  readonly idPrefix?: string;
}

/** In small letters: as much as stands between seed and score, in bold too. */
const NAME_WIDTH = 18;

/**
 * A bracket, or the rounds of a league, as SVG that a page can show as it is: no scripts, no styles of its own, its
 * colour the text's (`currentColor`); `.match`, `.winner`, `.loser` and so on are there for a page's own. A screen reader
 * finds a list for each round, and in it a sentence for each match, with names in full.
 */
export function drawBracket({
  title,
  matches: given,
  nameOf,
  seedOf = () => null,
  idPrefix = 'bracket',
}: Drawing): string {
  const matches = given.map((match) => ('status' in match ? match : unplayed(match)));
  const labels = new Map(matches.map(({ key, label }) => [key, label]));
  const show: Show = {
    nameOf: (id) => oneLine(nameOf(id)),
    seedOf,
    awaited: ({ source }) => describeSource(source, (key) => labels.get(key) ?? key),
    // A line shows where a winner comes from.
    awaitedInShort: ({ source }) => (source.kind === 'WINNER' ? '' : describeSource(source, codeOf)),
  };
  const drawn = layout(matches);
  const byKey = new Map(matches.map((match) => [match.key, match]));
  const rounds = roundsOf(matches).map(({ name, group, matches: keys }) => {
    const label = escaped(group === null ? name : `Group ${group}, ${name.toLowerCase()}`);
    const items = keys.map((key) => matchAt(byKey.get(key), drawn, show)).join('');
    return `<g role="list" aria-label="${label}">${heading(label, drawn.headings.get(keys[0] ?? ''))}${items}</g>`;
  });
  const id = escaped(oneLine(idPrefix).replace(/\s+/g, '-'));
  const size = `width="${drawn.width}" height="${drawn.height}" viewBox="0 0 ${drawn.width} ${drawn.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="graphics-document document"`,
    ` aria-labelledby="${id}-title" aria-describedby="${id}-desc" direction="ltr"`,
    ' font-family="system-ui, sans-serif" font-size="12" fill="currentColor">',
    `<title id="${id}-title">${escaped(oneLine(title))}</title>`,
    `<desc id="${id}-desc">${escaped(summary(matches, show))}</desc>`,
    `<path class="line" aria-hidden="true" fill="none" stroke="currentColor" stroke-opacity=".5" d="${linesOf(drawn)}"/>`,
    `<path class="box" aria-hidden="true" fill="none" stroke="currentColor" d="${boxesOf(drawn)}"/>`,
    ...rounds,
    '</svg>',
  ].join('');
}

const heading = (label: string, at: Point | undefined): string =>
  at ? `<text class="round" aria-hidden="true" font-weight="600" x="${at.x}" y="${at.y + 16}">${label}</text>` : '';

const boxesOf = ({ boxes }: Layout): string => {
  const { width, height } = BOX;
  return [...boxes.values()]
    .map(({ x, y }) => `M${x} ${y}h${width}v${height}h-${width}zm0 ${height / 2}h${width}`)
    .join('');
};

const linesOf = ({ lines }: Layout): string =>
  lines.map(({ from, to }) => `M${from.x} ${from.y}H${to.x - 22}V${to.y}H${to.x}`).join('');

function matchAt(match: Match | undefined, { boxes }: Layout, show: Show): string {
  const box = match && boxes.get(match.key);
  if (!match || !box) return '';
  const slots = SLOTS.map((slot) => slotAt(match.slots[slot], box.x, box.y + middleOf(slot) + 4, show)).join('');
  const sentence = `<title>${escaped(sentenceOf(match, show))}</title>`;
  return `<g class="match" role="listitem">${sentence}<g aria-hidden="true">${codeAbove(match, box)}${slots}</g></g>`;
}

/** W2.1 for the first match of the winners' second round: where losers go, there is no line, but this. */
const codeOf = (key: MatchKey): string => key.replace(/^(.).*\/(\d+)\/(\d+)$/, '$1$2.$3');

const codeAbove = ({ key, next }: Match, { x, y }: Point): string =>
  next.loser ? `<text x="${x}" y="${y - 3}" font-size="9" fill-opacity=".7">${codeOf(key)}</text>` : '';

const CLASS: Partial<Record<SlotResult, string>> = {
  WIN: ' class="winner" font-weight="600"',
  BYE: ' class="winner" font-weight="600"',
  LOSS: ' class="loser"',
  FORFEIT: ' class="loser"',
  DOUBLE_FORFEIT: ' class="loser"',
};

function slotAt(slot: Slot, x: number, y: number, { nameOf, seedOf, awaitedInShort }: Show): string {
  const { participant } = slot;
  const seed = participant === null ? null : seedOf(participant);
  const score = slot.score ?? MARK[slot.result ?? 'DRAW'] ?? '';
  const name = participant === null ? (slot.vacant ? '–' : awaitedInShort(slot)) : nameOf(participant);
  const faint = participant === null ? ' class="awaited" font-style="italic" fill-opacity=".7"' : '';
  const texts = [
    seed === null ? '' : `<text x="${x + 22}" y="${y}" text-anchor="end" font-size="10">${seed}</text>`,
    name === '' ? '' : `<text x="${x + 28}" y="${y}">${escaped(cut(name, NAME_WIDTH))}</text>`,
    score === '' ? '' : `<text x="${x + BOX.width - 6}" y="${y}" text-anchor="end">${score}</text>`,
  ].join('');
  return texts === '' ? '' : `<g${CLASS[slot.result ?? 'DRAW'] ?? faint}>${texts}</g>`;
}

/** What stands in the place of a score that there is not. */
const MARK: Partial<Record<SlotResult, string>> = { WIN: 'W', FORFEIT: 'ff', DOUBLE_FORFEIT: 'ff', BYE: 'bye' };
