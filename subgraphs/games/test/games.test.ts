import { codes, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const LIST = `query ($filter: GameFilter, $orderBy: GameOrder, $first: Int, $after: String) {
  games(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount nodes { id title genre } pageInfo { endCursor hasNextPage }
  }
}`;
const SEE = `query ($id: ID!) { game(id: $id) {
  title slug genre platforms shortDescription releaseDate screenshots requirements { os } source stale
  readCount favouriteCount viewerHasRead viewerFavourite
} }`;
const READ = `mutation ($input: MarkGameReadInput!) {
  markGameRead(input: $input) { game { title readCount viewerHasRead } userErrors { code } }
}`;
const LIKE = `mutation ($input: SetGameFavouriteInput!) {
  setGameFavourite(input: $input) { game { favouriteCount viewerFavourite } userErrors { code path } }
}`;
const FAVOURITES = `query ($id: ID!, $first: Int, $after: String) { user(id: $id) {
  favouriteGames(first: $first, after: $after) { totalCount nodes { title } pageInfo { endCursor hasNextPage } }
} }`;
const HISTORY = `query ($id: ID!) { user(id: $id) {
  gameReads(first: 5) { totalCount nodes { count readAt game { title } } }
} }`;
const FACETS = '{ gameFacets { genres { value count } platforms { value count } publishers { value count } } }';
const STATUS = '{ gameCatalogue { source items fetchedAt nextRefreshAt circuit cacheHitRatio lastError } }';
const LEAVE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }';

let club: TestClub;
let [reader, other]: Person[] = [];
let chess: string;
let go: string;
beforeAll(async () => {
  club = await startClub({}, { domains: ['games', 'teams'] });
  [reader, other] = await Promise.all([club.person(), club.person()]);
  [chess, go] = await Promise.all([idOf('Chess'), idOf('Go')]);
});
afterAll(() => club.stop());

const list = async (variables: Record<string, unknown> = {}, as?: Person) =>
  (await club.run(LIST, variables, as)).data.games;
const titles = async (variables: Record<string, unknown> = {}, as?: Person) =>
  (await list(variables, as)).nodes.map(({ title }: { title: string }) => title);
const idOf = async (title: string): Promise<string> => {
  const { nodes } = await list({ filter: { search: title }, first: 100 });
  return nodes.find((game: { title: string }) => game.title === title).id;
};
const see = async (id: string, as?: Person) => (await club.run(SEE, { id }, as)).data.game;
const read = (gameId: string, as?: Person, more: object = {}) => club.run(READ, { input: { gameId, ...more } }, as);
const like = (gameId: string, as?: Person, favourite = true) => club.run(LIKE, { input: { gameId, favourite } }, as);

/** How many statements about games `work` costs; what the house does besides goes on meanwhile. */
const statements = async (work: () => Promise<unknown>) =>
  (await club.statements('games', work)).filter((text) => text.includes('"public"."Game')).length;

/** All pages, one after the other. */
async function everyTitle(variables: Record<string, unknown>): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page = await list({ ...variables, first: 7, after });
    seen.push(...page.nodes.map(({ title }: { title: string }) => title));
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  return seen;
}

describe('the catalogue', () => {
  test('is for everybody, whether signed in or not', async () => {
    const page = await list({ first: 3 });
    expect(page).toMatchObject({ totalCount: 105, nodes: [{ title: 'Football' }, { title: 'Handball' }, {}] });
    expect(await see(chess)).toMatchObject({
      title: 'Chess',
      slug: 'chess',
      platforms: ['TABLETOP', 'PC', 'BROWSER', 'MOBILE'],
      screenshots: [],
      requirements: null,
      source: 'BUNDLED',
      stale: false,
      viewerHasRead: null,
      viewerFavourite: null,
    });
    expect(await see(chess, reader)).toMatchObject({ viewerHasRead: false, viewerFavourite: false });
    expect(await see('gam_none')).toBeNull();
  });

  test.each(['RELEVANCE', 'POPULARITY', 'RELEASE_DATE', 'ALPHABETICAL', 'MOST_READ', null])(
    'has pages that add up to the whole, by %s',
    async (orderBy) => {
      const all = await everyTitle({ orderBy });
      expect(all).toHaveLength(105);
      expect(new Set(all).size).toBe(105);
    },
  );

  test('is in the order asked for', async () => {
    expect((await titles({ orderBy: 'RELEASE_DATE', first: 2 })).join()).toBe('Among Us,Celeste');
    expect((await titles({ orderBy: 'ALPHABETICAL', first: 3 })).join()).toBe('2048,Age of Empires,Air hockey');
  });

  test('is filtered by all that is given', async () => {
    const filter = { platform: ['CONSOLE', 'PC'], genre: ['Racing', 'Strategy'], releasedAfter: '1993-01-01' };
    expect((await titles({ filter, orderBy: 'ALPHABETICAL' })).join()).toBe('Age of Empires,Gran Turismo,StarCraft');
    expect(await titles({ filter: { search: 'ALEXEI' } })).toEqual(['Tetris']);
    expect(await titles({ filter: { search: 'POKE\u0301MON' } })).toEqual(['Pokémon Go']);
    expect(await titles({ filter: { search: '%' } })).toEqual([]);
    expect(await titles({ filter: { publisher: 'Czech Games Edition' } })).toEqual(['Codenames']);
    expect(await titles({ filter: { genre: [] } })).toEqual([]);
  });

  test('has facets that filter by what they say', async () => {
    const { genres, platforms, publishers } = (await club.run(FACETS)).data.gameFacets;
    expect(genres[0]).toEqual({ value: 'Abstract strategy', count: 11 });
    expect(platforms.map(({ value }: { value: string }) => value)).toEqual(
      expect.arrayContaining(['TABLETOP', 'SPORT', 'PC', 'CONSOLE', 'MOBILE', 'BROWSER']),
    );
    for (const { value, count } of publishers.slice(0, 3))
      expect((await list({ filter: { publisher: value } })).totalCount).toBe(count);
  });

  test('costs one statement, and none where it was asked before', async () => {
    const ask = () => list({ filter: { genre: ['Puzzle'] }, orderBy: 'ALPHABETICAL', first: 4 });
    expect(await statements(ask)).toBe(2); // the page, and how many there are
    expect(await statements(ask)).toBe(0);
  });

  test('adds what people did, in one statement each', async () => {
    const query = '{ games(first: 50) { nodes { title readCount favouriteCount viewerHasRead viewerFavourite } } }';
    await club.run(query, {}, reader);
    expect(await statements(() => club.run(query, {}, reader))).toBe(3);
    expect(await statements(() => club.run(query))).toBe(1);
  });

  test('says how it is doing, to administrators', async () => {
    expect(refusals(await club.run(STATUS, {}, reader))).toEqual(['FORBIDDEN']);
    const { gameCatalogue } = (await club.run(STATUS, {}, await club.admin())).data;
    expect(gameCatalogue).toMatchObject({ source: 'BUNDLED', items: 105, nextRefreshAt: null, circuit: 'CLOSED' });
    expect(gameCatalogue.cacheHitRatio).toBeGreaterThan(0);
    expect(gameCatalogue.cacheHitRatio).toBeLessThan(1);
  });

  test('is there again, with the same ids, after a restart', async () => {
    await club.restart('games');
    expect(await idOf('Chess')).toBe(chess);
  });

  test.each([
    ['games(first: 101) { nodes { id } }', 'BAD_USER_INPUT'],
    ['games(after: "nowhere") { nodes { id } }', 'BAD_USER_INPUT'],
    ['games(filter: { favourite: true }) { nodes { id } }', 'UNAUTHENTICATED'],
    ['gameCatalogue { items }', 'UNAUTHENTICATED'],
  ])('refuses %s', async (field, code) => {
    expect(refusals(await club.run(`{ ${field} }`))).toEqual([code]);
  });

  test('finds no cursor of one order in another', async () => {
    const { pageInfo } = await list({ orderBy: 'ALPHABETICAL', first: 1 });
    expect(refusals(await club.run(LIST, { orderBy: 'RELEVANCE', after: pageInfo.endCursor }))).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});

describe('markGameRead', () => {
  test('counts for the game and for the person, whose history tells it', async () => {
    for (const count of [1, 2])
      expect((await read(chess, reader)).data.markGameRead).toEqual({
        game: { title: 'Chess', readCount: count, viewerHasRead: true },
        userErrors: [],
      });
    await read(go, reader);
    await club.settled();
    const { gameReads } = (await club.run(HISTORY, { id: reader?.id }, reader)).data.user;
    expect(gameReads).toMatchObject({
      totalCount: 2,
      nodes: [
        { count: 1, game: { title: 'Go' } },
        { count: 2, game: { title: 'Chess' } },
      ],
    });
    expect(await see(chess, other)).toMatchObject({ readCount: 2, viewerHasRead: false });
    expect(await titles({ orderBy: 'MOST_READ', first: 2 })).toEqual(['Chess', 'Go']);
  });

  test('is exact, however many come at once', async () => {
    const people = await Promise.all([club.person(), club.person(), club.person()]);
    const game = await idOf('Hearts');
    await Promise.all(people.flatMap((person) => Array.from({ length: 5 }, () => read(game, person))));
    expect((await see(game)).readCount).toBe(15);
  });

  test('counts once for one key', async () => {
    const game = await idOf('Uno');
    for (let i = 0; i < 3; i++) await read(game, reader, { idempotencyKey: 'once' });
    expect((await see(game)).readCount).toBe(1);
  });

  test('wants somebody signed in, and a game', async () => {
    expect(refusals(await read(chess))).toEqual(['UNAUTHENTICATED']);
    expect(refusals(await read('gam_none', reader))).toEqual(['NOT_FOUND']);
  });

  test('leaves a history that is for the person and administrators', async () => {
    expect(refusals(await club.run(HISTORY, { id: reader?.id }, other))).toEqual(['FORBIDDEN']);
    const { data } = await club.run(HISTORY, { id: reader?.id }, await club.admin());
    expect(data.user.gameReads.totalCount).toBeGreaterThan(0);
  });
});

describe('setGameFavourite', () => {
  test('sets and takes, once however often it is said', async () => {
    const liked = { game: { favouriteCount: 1, viewerFavourite: true }, userErrors: [] };
    const unliked = { game: { favouriteCount: 0, viewerFavourite: false }, userErrors: [] };
    for (const answer of [liked, liked]) expect((await like(go, other)).data.setGameFavourite).toEqual(answer);
    for (const answer of [unliked, unliked])
      expect((await like(go, other, false)).data.setGameFavourite).toEqual(answer);
  });

  test('makes a list of one’s own, the latest first', async () => {
    for (const title of ['Skat', 'Bridge', 'Uno']) await like(await idOf(title), other);
    const page = (variables: object, as?: Person) => club.run(FAVOURITES, { id: other?.id, ...variables }, as);
    const { favouriteGames } = (await page({ first: 2 }, other)).data.user;
    expect(favouriteGames).toMatchObject({ totalCount: 3, nodes: [{ title: 'Uno' }, { title: 'Bridge' }] });
    const { endCursor: after } = favouriteGames.pageInfo;
    expect((await page({ first: 2, after }, other)).data.user.favouriteGames.nodes).toEqual([{ title: 'Skat' }]);
    expect(refusals(await page({}, reader))).toEqual(['FORBIDDEN']);
    expect((await page({}, await club.admin())).data.user.favouriteGames.totalCount).toBe(3);
    const filter = { favourite: true };
    expect(await titles({ filter, orderBy: 'ALPHABETICAL' }, other)).toEqual(['Bridge', 'Skat', 'Uno']);
    expect((await list({ filter: { favourite: false } }, other)).totalCount).toBe(102);
    expect(await titles({ filter }, reader)).toEqual([]);
  });

  test('takes a thousand and no more', async () => {
    const fan = await club.person();
    await club.settled();
    await club.sql(
      'games',
      `INSERT INTO "Game" ("id", "source", "sourceId", "rank", "title", "slug", "genre", "fetchedAt", "listed")
       SELECT 'gam_x' || n, 'FREETOGAME', n, n, 'Game ' || n, '', 'Test', now(), false FROM generate_series(1, 1000) AS n`,
    );
    await club.sql('games', `INSERT INTO "GameFavourite" SELECT $1, "id", now() FROM "Game" WHERE "genre" = 'Test'`, [
      fan?.id,
    ]);
    const refused = (await like(go, fan)).data.setGameFavourite;
    expect(refused.userErrors).toEqual([{ code: 'VALIDATION', path: ['favourite'] }]);
    expect((await like('gam_x1', fan, false)).data.setGameFavourite.userErrors).toEqual([]);
    expect((await like(go, fan)).data.setGameFavourite.userErrors).toEqual([]);
  });
});

describe('somebody deleted', () => {
  test('has read and liked nothing', async () => {
    const leaver = await club.person();
    const game = await idOf('Ludo');
    await Promise.all([read(game, leaver), like(game, leaver)]);
    await club.settled();
    expect(await see(game)).toMatchObject({ readCount: 1, favouriteCount: 1 });
    expect(codes((await club.run(LEAVE, { input: { userId: leaver.id } }, leaver)).data.deleteUser)).toEqual([]);
    await club.settled();
    expect(await see(game)).toMatchObject({ readCount: 0, favouriteCount: 0 });
    for (const [domain, table, column] of [
      ['games', 'GameRead', 'readerId'],
      ['games', 'GameFavourite', 'readerId'],
      ['users', 'GameRead', 'userId'],
    ] as const)
      expect(await club.sql(domain, `SELECT FROM "${table}" WHERE "${column}" = $1`, [leaver.id])).toEqual([]);
  });

  test('stays so, whatever is heard late', async () => {
    const leaver = await club.person();
    const users = club.hold('users');
    await read(await idOf('Ludo'), leaver);
    await club.run(LEAVE, { input: { userId: leaver.id } }, leaver);
    await users.release();
    await club.settled();
    expect(await club.sql('users', 'SELECT FROM "GameRead" WHERE "userId" = $1', [leaver.id])).toEqual([]);
    expect(await club.sql('games', 'SELECT "gone" FROM "Reader" WHERE "id" = $1', [leaver.id])).toEqual([
      { gone: true },
    ]);
  });
});
