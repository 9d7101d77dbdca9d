import { planStage } from '../src/index.ts';
import { favourite, matchOf, names, playedOut, seated } from './play.ts';

describe('a consolation', () => {
  test('of a full bracket is a second one for those who lose at once', () => {
    const plan = planStage('CONSOLATION', 8);
    expect(plan).toHaveLength(7 + 3);
    const played = playedOut(seated(plan), favourite);
    expect(names(matchOf(played, 'CONSOLATION/2/1'))).toEqual(['p6', 'p5']);
    expect(matchOf(played, 'CONSOLATION/2/1').label).toBe('Consolation final');
  });

  test('lets everybody play twice at least', () => {
    for (let participants = 4; participants <= 40; participants++) {
      const games = new Map<string | null, number>();
      for (const match of playedOut(seated(planStage('CONSOLATION', participants, { thirdPlace: true })), favourite))
        for (const name of names(match)) games.set(name, (games.get(name) ?? 0) + 1);
      expect(games.size).toBe(participants);
      expect(Math.min(...games.values())).toBeGreaterThanOrEqual(2);
    }
  });

  test('needs four, and eight for a match for third place besides', () => {
    const sizes = [3, 4, 7, 8].map((size) => planStage('CONSOLATION', size, { thirdPlace: true }).length);
    expect(sizes).toEqual([2, 3 + 1, 6 + 3, 8 + 3]);
  });
});
