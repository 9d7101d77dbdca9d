import { cut, oneLine } from '../src/drawing/text.ts';
import { drawBracket, type Match, type PlannedMatch, planStage } from '../src/index.ts';
import { randomFrom } from '../src/random.ts';
import { after, chance, favourite, playedOut, seated } from './play.ts';

const drawn = (matches: readonly (PlannedMatch | Match)[], name = (id: string) => `Player ${id}`): string =>
  drawBracket({ title: 'Spring Cup', matches, nameOf: name, seedOf: (id) => Number(id.slice(1)) });

/** Tags of a document that is well-formed; throws where one is not closed, or something stands that XML forbids. */
function tagsOf(svg: string): string[] {
  const open: string[] = [];
  const tags: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>/g,
    (_, closing, name, _attributes, closed) => {
      if (closing && open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      if (!closing) tags.push(name);
      if (!closing && !closed) open.push(name);
      return '';
    },
  );
  if (open.length > 0 || /[<>]|&(?!(amp|lt|gt|quot|#39);)/.test(rest)) throw new Error('not well-formed');
  return tags;
}

const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);
const titlesOf = (svg: string): string[] => [...svg.matchAll(/<title[^>]*>([^<]*)</g)].map(([, text = '']) => text);

describe('a drawing', () => {
  const half = after(seated(planStage('SINGLE_ELIMINATION', 4, { thirdPlace: true })), { 'WINNERS/1/1': [3, 1] });

  test('shows names, seeds and scores, and a line for each winner', () => {
    const svg = drawn(half);
    expect(textsOf(svg)).toEqual([
      'Semi-finals',
      'W1.1',
      '1',
      'Player p1',
      '3',
      '4',
      'Player p4',
      '1',
      'W1.2',
      '2',
      'Player p2',
      '3',
      'Player p3',
      'Match for third place',
      '4',
      'Player p4',
      'Loser of W1.2',
      'Final',
      '1',
      'Player p1',
    ]); // prettier-ignore
    const [, lines = ''] = /class="line"[^>]* d="([^"]*)"/.exec(svg) ?? [];
    expect(lines.match(/M/g)).toHaveLength(2);
    expect(svg).toMatch(/<g class="winner" font-weight="600"><text[^>]*>1<\/text><text[^>]*>Player p1</);
  });

  test('says each match in a sentence, in lists that are the rounds', () => {
    const svg = drawn(half);
    expect(titlesOf(svg)).toEqual([
      'Spring Cup',
      'Semi-final 1: Player p1 3, Player p4 1. Player p1 won.',
      'Semi-final 2: Player p2, Player p3.',
      'Match for third place: Player p4, Loser of Semi-final 2.',
      'Final: Player p1, Winner of Semi-final 2.',
    ]);
    expect([...svg.matchAll(/role="list" aria-label="([^"]*)"/g)].map(([, label]) => label)).toEqual([
      'Semi-finals',
      'Match for third place',
      'Final',
    ]);
    expect(svg).toContain('aria-labelledby="bracket-title" aria-describedby="bracket-desc"');
    expect(svg).toContain('<desc id="bracket-desc">1 of 4 matches played.</desc>');
    expect(drawn(playedOut(half, favourite))).toContain('Winner: Player p1.');
  });

  test('has no colour, script or style of its own', () => {
    const svg = drawn(half);
    expect(new Set(tagsOf(svg))).toEqual(new Set(['svg', 'title', 'desc', 'path', 'g', 'text']));
    expect(svg).not.toMatch(/\s(style|href|on[a-z]+)=|#[0-9a-f]{3}|rgb/);
  });

  test('of any name stays well-formed, and in its box', () => {
    const names = [
      `<script>alert("1")</script>`,
      `]]><!-- ' & &amp;`,
      'a\u0000b\u001b\uffff\ud800',
      '\u202eevil\u2066',
      '李小龍'.repeat(50),
      '👨‍👩‍👧‍👦'.repeat(30),
      'محمد علي',
      `Z${'\u0301'.repeat(5000)}`,
      'x'.repeat(1e6),
      '',
      ' ',
    ]; // prettier-ignore
    for (const name of names) {
      const svg = drawBracket({ title: name, idPrefix: name, matches: half, nameOf: () => name });
      expect(() => tagsOf(svg)).not.toThrow();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(svg).not.toMatch(/[\u0000-\u001f\ufffe\uffff\u202a-\u202e\u2066-\u2069]|\p{Cs}/u);
      expect(svg.length).toBeLessThan(20_000);
    }
  });

  test.each([
    ['DOUBLE_ELIMINATION', 13, { grandFinal: 'DOUBLE' }],
    ['DOUBLE_ELIMINATION', 2, {}],
    ['SINGLE_ELIMINATION', 64, { thirdPlace: true }],
    ['SINGLE_ELIMINATION', 9, {}],
    ['CONSOLATION', 21, {}],
    ['ROUND_ROBIN', 10, { groupCount: 3 }],
    ['SWISS', 9, {}],
  ] as const)('of %s with %i puts no two things in one place, planned or played', (format, size, settings) => {
    const plan = planStage(format, size, settings);
    for (const matches of [plan, playedOut(seated(plan), chance(randomFrom(size)))]) {
      const svg = drawn(matches);
      tagsOf(svg);
      const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
      const boxes = [...svg.matchAll(/M(\d+) (\d+)h196v44h-196z/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
      expect(boxes).toHaveLength(matches.length);
      for (const [at, [x, y]] of boxes.entries()) {
        expect(x + 196 <= width && y + 44 <= height).toBe(true);
        expect(boxes.slice(at + 1).filter(([left, top]) => Math.abs(left - x) < 196 && Math.abs(top - y) < 50)).toEqual(
          [],
        );
      }
    }
  });

  test('of 64 is light, and of 1,024 is drawn in no time', () => {
    expect(drawn(playedOut(seated(planStage('SINGLE_ELIMINATION', 64)), favourite)).length).toBeLessThan(50_000);
    const matches = seated(planStage('DOUBLE_ELIMINATION', 1024));
    const before = process.cpuUsage();
    drawn(matches);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });

  test('of nothing is empty', () => {
    expect(tagsOf(drawn([]))).toEqual(['svg', 'title', 'desc', 'path', 'path']);
  });
});

describe('a long name', () => {
  test('is cut between signs, wide ones counting twice', () => {
    expect(cut('Ana', 10)).toBe('Ana');
    expect(cut('Bartholomea the Great', 12)).toBe('Bartholome…');
    expect(cut('李小龍李小龍', 9)).toBe('李小龍李…');
    expect(cut('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 5)).toBe('👨‍👩‍👧‍👦👨‍👩‍👧‍👦…');
    expect(cut('éééééé'.normalize('NFD'), 4)).toBe(`${'ééé'.normalize('NFD')}…`);
  });

  test('is one line', () => {
    expect(oneLine(' a\n\u202eb\u0007 ')).toBe('a b');
  });
});
