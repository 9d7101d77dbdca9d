import { placements, planStage, podium, type StageFormat, type StageSettings } from '../src/index.ts';
import { after, favourite, playedOut, seated } from './play.ts';

const places = (format: StageFormat, participants: number, settings?: Partial<StageSettings>): string =>
  placements(playedOut(seated(planStage(format, participants, settings)), favourite))
    .map(({ participant, placement }) => `${placement}:${participant}`)
    .join(' ');

describe('placements', () => {
  test('of a knock-out go by the round that somebody got to', () => {
    expect(places('SINGLE_ELIMINATION', 8)).toBe('1:p1 2:p2 3:p4 3:p3 5:p8 5:p5 5:p7 5:p6');
    expect(places('SINGLE_ELIMINATION', 5, { thirdPlace: true })).toBe('1:p1 2:p2 3:p3 4:p4 5:p5');
    expect(places('SINGLE_ELIMINATION', 2)).toBe('1:p1 2:p2');
  });

  test('of a double elimination go by the losers’ round', () => {
    const bestFour = '1:p1 2:p2 3:p3 4:p4';
    expect(places('DOUBLE_ELIMINATION', 8)).toBe(`${bestFour} 5:p5 5:p6 7:p8 7:p7`);
    for (const grandFinal of ['DOUBLE', 'NONE'] as const)
      expect(places('DOUBLE_ELIMINATION', 4, { grandFinal })).toBe(bestFour);
    expect(places('DOUBLE_ELIMINATION', 2, { grandFinal: 'NONE' })).toBe('1:p1 2:p2');
  });

  test('of a consolation go on in it', () => {
    expect(places('CONSOLATION', 8, { thirdPlace: true })).toBe('1:p1 2:p2 3:p3 4:p4 5:p5 6:p6 7:p8 7:p7');
  });

  test('are known as soon as nothing can change them', () => {
    const matches = seated(planStage('SINGLE_ELIMINATION', 8));
    expect(placements(matches)).toEqual([]);
    expect(placements(after(matches, { 'WINNERS/1/1': [0, 1] }))).toEqual([{ participant: 'p1', placement: 5 }]);
  });

  test('go to the winner of the second grand final', () => {
    const matches = seated(planStage('DOUBLE_ELIMINATION', 2, { grandFinal: 'DOUBLE' }));
    const first = after(matches, { 'WINNERS/1/1': [1, 0], 'GRAND_FINAL/1/1': [0, 1] });
    expect(placements(first)).toEqual([]);
    expect(podium(after(first, { 'GRAND_FINAL/2/1': [0, 1] }))).toEqual([
      { participant: 'p1', placement: 1 },
      { participant: 'p2', placement: 2 },
    ]);
  });

  test('give a podium of three, or of four where two share the third place', () => {
    const played = (thirdPlace: boolean) =>
      playedOut(seated(planStage('SINGLE_ELIMINATION', 8, { thirdPlace })), favourite);
    expect(podium(played(true)).map(({ placement }) => placement)).toEqual([1, 2, 3]);
    expect(podium(played(false)).map(({ placement }) => placement)).toEqual([1, 2, 3, 3]);
  });
});
