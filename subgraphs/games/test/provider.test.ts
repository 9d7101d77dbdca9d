import {
  eventually,
  type Outside,
  type Person,
  type Reply,
  refusals,
  startClub,
  startOutside,
  type TestClub,
} from '@fieldhouse/testing';

const LIST = '{ games(first: 5) { totalCount nodes { id title stale source thumbnailUrl platforms releaseDate } } }';
const STATUS = '{ gameCatalogue { source items fetchedAt nextRefreshAt circuit lastError } }';
const REFRESH = 'mutation { refreshGameCatalogue { ok userErrors { code message } } }';
const MINUTES = 60_000;
const HOURS = 60 * MINUTES;

const game = (id: number, more: object = {}) => ({
  id,
  title: `Game ${id}`,
  genre: 'Shooter',
  platform: 'PC (Windows), Web Browser',
  short_description: 'Plain words.',
  publisher: 'Somebody',
  developer: '',
  release_date: '2020-02-29',
  thumbnail: 'https://games.example/1.jpg',
  game_url: 'https://games.example/1',
  ...more,
});
const lists = (...games: unknown[]) => ({ body: JSON.stringify(games) });

/** What a provider may say instead of a list of games, and what is noted of it. */
const STRANGE: readonly (readonly [status: number, reply: Reply, lastError: string | RegExp])[] = [
  [500, {}, 'Answered 500'],
  [404, {}, 'Answered 404'],
  [200, { body: '<html>Welcome</html>' }, 'Answered something that is not JSON'],
  [302, { headers: { location: 'http://169.254.169.254/' } }, 'Answered 302: it is not followed elsewhere'],
  [200, { body: '{"status":0}' }, /^Not a list of games/],
  [200, lists(), 'Lists no games'],
  [200, lists(game(1), game(2, { title: undefined })), /^Not a list of games: 1\.title/],
  [200, lists(game(1, { title: ' \u200b ' })), /^Game 0: title/],
  [200, lists(game(1, { title: 'A <script>alert(1)</script>' })), 'Game 0: title has markup in it'],
  [200, lists(game(1, { game_url: 'javascript:alert(1)' })), 'Game 0: url is no web address'],
  [200, lists(game(1), game(1)), 'Lists a game twice, at 1'],
  [200, lists(game(1, { platform: 'Abacus' })), 'Game 0: its platform is not known'],
  [200, lists(game(1, { short_description: 'x'.repeat(1e6) })), /^Game 0: short description/],
  [200, lists(...Array.from({ length: 10_000 }, (_, i) => game(i + 1))), /more than 5000$/],
  [200, { body: `[${' '.repeat(5e6)}]` }, 'Answered more than 4 MB'],
  [200, { body: '['.repeat(200_000) }, 'Answered something that is not JSON'],
];

let outside: Outside;
let club: TestClub;
let admin: Person;

async function open(status: number, reply: Reply = {}): Promise<void> {
  outside = await startOutside();
  outside.answer(status, reply);
  club = await startClub({ GAMES_PROVIDER: 'freetogame', GAMES_URL: `${outside.url}api` }, { domains: ['games'] });
  admin = await club.admin();
}
async function close(): Promise<void> {
  await club.stop();
  await outside.stop();
}
/** A catalogue of two games, fetched a minute ago. */
async function fill(): Promise<void> {
  outside.answer(200, lists(game(1), game(2)));
  club.clock.advance(11 * MINUTES);
  admin = await club.admin();
  await refresh();
  await eventually(async () => expect(await status()).toMatchObject({ items: 2, lastError: null, circuit: 'CLOSED' }));
  club.clock.advance(MINUTES);
}
/** How often it was asked for the whole list. */
const listed = () => outside.calls.filter(({ path }) => path === '/api/games');
const games = async () => (await club.run(LIST)).data.games;
const status = async () => (await club.run(STATUS, {}, admin)).data.gameCatalogue;
const refresh = async () => (await club.run(REFRESH, {}, admin)).data.refreshGameCatalogue;

describe('a first start', () => {
  afterEach(close);

  test('makes three hundred who ask at once wait for one call', async () => {
    await open(503);
    await eventually(async () => expect((await status()).lastError).toBe('Answered 503'));
    const before = listed().length;
    let answer = () => {};
    outside.answer(200, { ...lists(game(1)), after: new Promise<void>((resolve) => (answer = resolve)) });
    club.clock.advance(MINUTES);
    const asked = Array.from({ length: 300 }, games);
    await eventually(() => expect(listed().length).toBeGreaterThan(before));
    answer();
    expect((await Promise.all(asked)).filter((page) => page?.totalCount === 1)).toHaveLength(300);
    expect(
      listed()
        .slice(before)
        .map(({ path }) => path),
    ).toEqual(['/api/games']);
  });

  test('refuses who asks while the provider is away, without another call, and goes on once it is back', async () => {
    await open(503);
    await eventually(async () => expect((await status()).lastError).toBe('Answered 503'));
    const calls = listed().length;
    for (let i = 0; i < 3; i++) expect(refusals(await club.run(LIST))).toEqual(['SERVICE_UNAVAILABLE']);
    expect(listed()).toHaveLength(calls);
    outside.answer(200, lists(game(1)));
    club.clock.advance(MINUTES);
    await eventually(async () => expect((await games()).totalCount).toBe(1));
    expect(await status()).toMatchObject({ circuit: 'CLOSED', lastError: null });
  });

  test('leaves a catalogue that answers on when the provider is gone, and says that it is stale', async () => {
    await open(200, lists(game(1), game(2)));
    await fill();
    await outside.stop();
    expect(await refresh()).toMatchObject({ ok: false });
    expect((await status()).lastError).toBe('Cannot be reached: ECONNREFUSED');
    club.clock.advance(7 * HOURS);
    expect((await games()).nodes).toMatchObject([{ title: 'Game 1', stale: true }, { stale: true }]);
  });
});

describe('a catalogue from FreeToGame', () => {
  beforeAll(() => open(200, lists(game(1), game(2))));
  beforeEach(fill);
  afterAll(close);

  test('is stored as it is said', async () => {
    expect(await games()).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          title: 'Game 1',
          stale: false,
          source: 'FREETOGAME',
          thumbnailUrl: 'https://games.example/1.jpg',
          platforms: ['PC', 'BROWSER'],
          releaseDate: '2020-02-29',
        },
        { title: 'Game 2' },
      ],
    });
  });

  test('has, once it was asked for each, what the list leaves out', async () => {
    // As https://www.freetogame.com/api/game?id=452 answers, in short.
    const whole = {
      ...game(452, { platform: 'Windows' }),
      status: 'Live',
      description: 'A battle royale.\r\n\r\nFor up to 150 players.',
      freetogame_profile_url: 'https://games.example/profile',
      minimum_system_requirements: {
        os: 'Windows 10 64-Bit',
        processor: 'Intel Core i3-4340',
        memory: '8GB RAM',
        graphics: ' ',
        storage: null,
      },
      screenshots: [{ id: 1124, image: 'https://games.example/g/452/1.jpg' }],
    };
    outside.answerTo('/api/game?id=452', 200, { body: JSON.stringify(whole) });
    outside.answerTo('/api/game?id=453', 404, { body: '{"status":0,"status_message":"No game found with that id"}' });
    outside.answerTo('/api/game?id=454', 200, { body: JSON.stringify({ ...whole, id: 454, description: '<b>x</b>' }) });
    outside.answer(200, lists(game(453), game(454), game(452)));
    await refresh();
    const DETAILS = `{ games(first: 3) { nodes { title description screenshots
      requirements { os processor memory graphics storage } } } }`;
    const asked = () => outside.calls.map(({ path }) => path).filter((path) => /id=45\d/.test(path));
    await eventually(async () => {
      const [first, second, last] = (await club.run(DETAILS)).data.games.nodes;
      const nothing = { description: null, screenshots: [], requirements: null };
      expect([first, second]).toMatchObject([
        { title: 'Game 453', ...nothing },
        { title: 'Game 454', ...nothing },
      ]);
      expect(last).toEqual({
        title: 'Game 452',
        description: 'A battle royale.\n\nFor up to 150 players.',
        screenshots: ['https://games.example/g/452/1.jpg'],
        requirements: {
          os: 'Windows 10 64-Bit',
          processor: 'Intel Core i3-4340',
          memory: '8GB RAM',
          graphics: null,
          storage: null,
        },
      });
    });
    club.clock.advance(11_000);
    await refresh(); // the list says nothing of it, and takes nothing away
    await club.settled();
    expect((await club.run(DETAILS)).data.games.nodes[2].screenshots).toHaveLength(1);
    expect(asked()).toEqual(['/api/game?id=453', '/api/game?id=454', '/api/game?id=452']);
  });

  test('is renewed in time; games keep their ids, and who is listed no more is found by it', async () => {
    const [first, second] = (await games()).nodes;
    const calls = listed().length;
    outside.answer(200, lists(game(3), game(1, { title: 'Renamed' })));
    club.clock.advance(6 * HOURS);
    admin = await club.admin();
    await eventually(async () =>
      expect((await games()).nodes).toMatchObject([{ title: 'Game 3' }, { id: first.id, title: 'Renamed' }]),
    );
    const { data } = await club.run('query ($id: ID!) { game(id: $id) { title stale } }', { id: second.id });
    expect(data.game).toEqual({ title: 'Game 2', stale: true });
    expect(listed()).toHaveLength(calls + 1);
  });

  test('outlives whatever is no catalogue', async () => {
    for (const [code, reply, lastError] of STRANGE) {
      const { fetchedAt } = await status();
      outside.answer(code, reply);
      expect(await refresh()).toMatchObject({ ok: false, userErrors: [{ code: 'UPSTREAM_UNAVAILABLE' }] });
      expect((await games()).nodes.map(({ title }: { title: string }) => title)).toEqual(['Game 1', 'Game 2']);
      expect(await status()).toMatchObject({ items: 2, fetchedAt, lastError: expect.stringMatching(lastError) });
      outside.answer(200, lists(game(1), game(2)));
      club.clock.advance(11_000);
      expect(await refresh()).toEqual({ ok: true, userErrors: [] });
      club.clock.advance(11_000);
    }
  });

  test('outlives a provider that hangs, which is left alone after three seconds', async () => {
    outside.answer(200, { after: new Promise(() => undefined) });
    expect(await refresh()).toMatchObject({ ok: false });
    expect((await status()).lastError).toBe('Did not answer within 3 s');
    expect((await games()).totalCount).toBe(2);
  });

  test('leaves a provider alone that asks for it', async () => {
    outside.answer(429, { headers: { 'retry-after': '600' } });
    expect(await refresh()).toMatchObject({ ok: false, userErrors: [{ code: 'UPSTREAM_UNAVAILABLE' }] });
    const calls = listed().length;
    outside.answer(200, lists(game(1)));
    club.clock.advance(5 * MINUTES);
    expect(await refresh()).toMatchObject({ ok: false, userErrors: [{ code: 'RATE_LIMITED' }] });
    expect(listed()).toHaveLength(calls);
    club.clock.advance(6 * MINUTES);
    await eventually(async () => expect((await games()).totalCount).toBe(1));
  });

  test('is asked for no more once it failed three times, until a minute has passed', async () => {
    outside.answer(404);
    for (let i = 0; i < 3; i++) {
      expect(await refresh()).toMatchObject({ ok: false, userErrors: [{ message: 'Answered 404' }] });
      club.clock.advance(11_000);
    }
    expect(await status()).toMatchObject({ circuit: 'OPEN' });
    const calls = listed().length;
    outside.answer(200, lists(game(1)));
    expect(await refresh()).toMatchObject({ ok: false, userErrors: [{ code: 'UPSTREAM_UNAVAILABLE' }] });
    expect(listed()).toHaveLength(calls);
    club.clock.advance(MINUTES);
    expect(await status()).toMatchObject({ circuit: 'HALF_OPEN' });
    expect(await refresh()).toEqual({ ok: true, userErrors: [] });
    expect(await status()).toMatchObject({ circuit: 'CLOSED', lastError: null, items: 1 });
  });

  test('is fetched now, once for many who want it', async () => {
    const calls = listed().length;
    outside.answer(200, lists(game(7)));
    const [first, second] = await Promise.all([refresh(), refresh()]);
    expect([first, second]).toContainEqual({ ok: true, userErrors: [] });
    expect((await games()).nodes).toMatchObject([{ title: 'Game 7' }]);
    expect(listed()).toHaveLength(calls + 1);
    expect(await refresh()).toMatchObject({ ok: false, userErrors: [{ code: 'RATE_LIMITED' }] });
  });

  test('is fetched for administrators alone', async () => {
    expect(refusals(await club.run(REFRESH, {}, await club.person()))).toEqual(['FORBIDDEN']);
    expect(refusals(await club.run(REFRESH))).toEqual(['UNAUTHENTICATED']);
  });
});
