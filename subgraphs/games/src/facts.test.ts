import { slugOf, soundCatalogue } from './facts.ts';
import { bundled } from './providers/bundled.ts';

const signal = new AbortController().signal;

describe('the bundled list', () => {
  test('is sound, and each of its games has a link of its own', async () => {
    const games = soundCatalogue(await bundled.list(signal));
    expect(games.length).toBeGreaterThanOrEqual(100);
    expect(new Set(games.map(slugOf)).size).toBe(games.length);
  });
});

describe('soundCatalogue', () => {
  test('takes texts in one form, and a day that nobody knows for none', async () => {
    const [game] = await bundled.list(signal);
    const strange = { ...game, title: ' Poke\u0301mon\t Go ', releaseDate: '2020-00-00', publisher: ' ' };
    expect(soundCatalogue([strange as never])).toMatchObject([
      { title: 'Pokémon Go', releaseDate: null, publisher: null },
    ]);
  });
});

describe('slugOf', () => {
  test.each([
    ['Tony Hawk’s Pro Skater', 'tony-hawk-s-pro-skater'],
    ['Pokémon Go', 'pokemon-go'],
    ['囲碁', 'game-7'],
  ])('makes of %s', (title, slug) => {
    expect(slugOf({ title, sourceId: '7' })).toBe(slug);
  });
});
