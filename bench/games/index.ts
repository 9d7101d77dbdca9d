/**
 * What the catalogue of games costs those who ask, and its provider: right after the start, from the cache, with the
 * provider gone, and at a first start without one. The provider is a server on this machine, with 400 games.
 */
import { type Outside, startOutside } from '@fieldhouse/testing';
import { type Answer, startHouse } from '../planning/house.ts';
import { percentile, table } from '../report.ts';

const AT_ONCE = 300;
const WARM = 2_000;
const LIST = '{ games(first: 20) { totalCount nodes { title genre platforms readCount } } }';
/** A text that nobody asked before: it is never in the cache. */
const fresh = (index: number) => `{ games(first: 20, filter: { search: "game ${index}" }) { nodes { title } } }`;

type House = Awaited<ReturnType<typeof startHouse>>;

export default async function games(): Promise<void> {
  const provider = await startOutside();
  provider.answer(200, { body: JSON.stringify(Array.from({ length: 400 }, (_, i) => game(i + 1))) });
  const house = await open(provider);
  try {
    const cold = await timed(() => atOnce(house, LIST));
    const warm = await oneByOne(house, WARM, () => LIST);
    const asked = provider.calls.length;
    await provider.stop();
    const cached = await oneByOne(house, WARM / 10, () => LIST);
    const stored = await oneByOne(house, WARM / 10, fresh);
    table('a catalogue of 400 games', [
      [`${AT_ONCE} at once, right after the start`, ms(cold.tookMs)],
      ['one by one, from the cache, p50', ms(percentile(warm, 0.5))],
      ['one by one, from the cache, p99', ms(percentile(warm, 0.99))],
      ['calls of the provider so far', String(asked)],
      ['provider gone, from the cache, p50', ms(percentile(cached, 0.5))],
      ['provider gone, from the database, p50', ms(percentile(stored, 0.5))],
    ]);
  } finally {
    await house.stop();
  }
  await withoutProvider();
}

/** A first start with a provider that answers every call with an error. */
async function withoutProvider(): Promise<void> {
  const provider = await startOutside();
  provider.answer(503);
  const house = await open(provider);
  try {
    const { answers, tookMs } = await timed(() => atOnce(house, LIST));
    const refused = answers.filter(({ errors }) => errors?.[0]?.extensions?.code === 'SERVICE_UNAVAILABLE');
    table('a first start with a dead provider', [
      [`${AT_ONCE} at once`, ms(tookMs)],
      ['refused', `${refused.length} SERVICE_UNAVAILABLE`],
      ['calls of the provider', String(provider.calls.length)],
    ]);
  } finally {
    await house.stop();
    await provider.stop();
  }
}

const open = (provider: Outside): Promise<House> =>
  startHouse({
    DEMO_DATA: 'off',
    ADMIN_EMAIL: 'admin@example.org',
    ADMIN_PASSWORD: 'the-bench-admin-password',
    GAMES_PROVIDER: 'freetogame',
    GAMES_URL: provider.url,
  });

const atOnce = (house: House, query: string): Promise<Answer[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, () => house.ask({ query })));

async function timed(work: () => Promise<Answer[]>) {
  const began = performance.now();
  const answers = await work();
  return { answers, tookMs: performance.now() - began };
}

async function oneByOne(house: House, count: number, query: (index: number) => string): Promise<number[]> {
  const waits: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    const { errors } = await house.ask({ query: query(index) });
    if (errors) throw new Error(`Refused: ${JSON.stringify(errors)}`);
    waits.push(performance.now() - began);
  }
  return waits;
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

const game = (id: number) => ({
  id,
  title: `Game ${id}`,
  genre: ['Shooter', 'Strategy', 'Racing'][id % 3],
  platform: 'PC (Windows)',
  short_description: 'Three hundred characters at most, as the real ones have. '.repeat(4),
  publisher: `Publisher ${id % 40}`,
  developer: `Developer ${id % 60}`,
  release_date: `20${String(10 + (id % 15))}-0${1 + (id % 9)}-15`,
  thumbnail: `https://games.example/${id}/thumbnail.jpg`,
  game_url: `https://games.example/open/${id}`,
});
