import { codes, eventually, type Person, refusals, type Visit, visitClub } from '@fieldhouse/testing';

const BROWSE = `{ gameFacets { genres { value count } }
  games(filter: { search: "table tennis" }) { nodes { id title viewerHasRead } } }`;
const READ = `mutation ($input: MarkGameReadInput!) {
  markGameRead(input: $input) { game { readCount viewerHasRead } userErrors { code } }
}`;
const LIKE = `mutation ($input: SetGameFavouriteInput!) {
  setGameFavourite(input: $input) { game { viewerFavourite } userErrors { code } }
}`;
const SHELF = `query ($id: ID!) { user(id: $id) {
  displayName
  gameReads(first: 3) { totalCount nodes { count readAt game { id title genre viewerFavourite } } }
  favouriteGames(first: 3) { nodes { title } }
} }`;
const NODE = 'query ($id: ID!) { node(id: $id) { id ... on Game { title readCount } } }';
const LEAVE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }';

let club: Visit;
let reader: Person;
let gameId: string;
beforeAll(async () => {
  club = await visitClub();
  reader = await club.person({ displayName: 'Rita Reader' });
});
afterAll(() => club.stop());

const shelf = async (as: Person) => (await club.run(SHELF, { id: reader.id }, as)).data?.user;
const readCount = async () => (await club.run(NODE, { id: gameId }, await club.admin())).data.node.readCount;

describe('the history of somebody who reads', () => {
  let before: number;

  test('begins with a catalogue that is open to everybody', async () => {
    const { data, errors } = await club.run(BROWSE);
    expect(errors).toBeUndefined();
    expect(data.gameFacets.genres[0].count).toBeGreaterThan(1);
    expect(data.games.nodes).toMatchObject([{ title: 'Table tennis', viewerHasRead: null }]);
    gameId = data.games.nodes[0].id;
    before = await readCount();
  });

  test('goes from games to users', async () => {
    for (const count of [1, 2]) {
      const { data } = await club.run(READ, { input: { gameId } }, reader);
      expect(data.markGameRead).toMatchObject({ game: { readCount: before + count, viewerHasRead: true } });
    }
    expect(codes((await club.run(LIKE, { input: { gameId, favourite: true } }, reader)).data.setGameFavourite)).toEqual(
      [],
    );
    const game = { id: gameId, title: 'Table tennis', genre: 'Racket game', viewerFavourite: true };
    await eventually(async () =>
      expect(await shelf(reader)).toMatchObject({
        displayName: 'Rita Reader',
        gameReads: { totalCount: 1, nodes: [{ count: 2, game }] },
        favouriteGames: { nodes: [{ title: 'Table tennis' }] },
      }),
    );
  });

  test('is for the person and administrators', async () => {
    const answer = await club.run(SHELF, { id: reader.id }, await club.person());
    expect(refusals(answer)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect((await shelf(await club.admin())).gameReads.totalCount).toBe(1);
  });

  test('ends with them, and the game counts as if it had not been', async () => {
    expect(codes((await club.run(LEAVE, { input: { userId: reader.id } }, reader)).data.deleteUser)).toEqual([]);
    await eventually(async () => expect(await readCount()).toBe(before));
    expect(await shelf(await club.admin())).toBeNull();
  });
});
