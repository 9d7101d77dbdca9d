import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { done } from './tourney.ts';

let club: TestClub;
let admin: Person;
let ada: Person;
let bea: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'games', 'tournaments'] });
  admin = await club.admin();
  [ada, bea] = await Promise.all([club.person({ displayName: 'Ada' }), club.person({ displayName: 'Bea' })]);
});
afterAll(() => club.stop());

const run = (mutation: string, input: object, as = admin) => done(club, mutation, input, as);

/** A tournament of people, started. */
async function started(name: string, people: readonly Person[], more: object = {}) {
  const { tournament } = await run('createTournament', { name, ...more });
  const { id: tournamentId } = tournament;
  const stageId = tournament.stages[0].id;
  await run('addParticipants', { tournamentId, userIds: people.map(({ id }) => id) });
  await run('setTournamentStatus', { tournamentId, status: 'READY' });
  await run('startStage', { stageId });
  return { tournamentId, stageId };
}

const PERSON = `query ($id: ID!) { user(id: $id) {
  tournaments { nodes { name } pageInfo { hasNextPage } totalCount }
  upcomingMatches { label tournament { name } }
  tournamentRecord { played won lost drawn titles podiums }
} }`;
const seen = async (person: Person, as = ada) => (await club.run(PERSON, { id: person.id }, as)).data.user;

describe('a person', () => {
  test('shows tournaments, matches to come and what was achieved; drafts to nobody else', async () => {
    await run('createTournament', { name: 'Secret Cup' }).then(({ tournament: { id: tournamentId } }) =>
      run('addParticipants', { tournamentId, userIds: [ada.id] }),
    );
    const { tournamentId } = await started('First Cup', [ada, bea]);
    expect(await seen(ada)).toMatchObject({
      tournaments: { nodes: [{ name: 'First Cup' }], totalCount: 1 },
      upcomingMatches: [{ label: 'Final', tournament: { name: 'First Cup' } }],
      tournamentRecord: { played: 0, won: 0, lost: 0, drawn: 0, titles: 0, podiums: 0 },
    });
    const { data } = await club.run(MATCHES, { id: tournamentId }, admin);
    const [{ id: matchId, slots }] = data.tournament.matches.nodes;
    const adaIsFirst = slots[0].participant.user.id === ada.id;
    await run('resolveMatch', { matchId, scores: adaIsFirst ? [2, 0] : [0, 2] });
    expect(await seen(ada)).toMatchObject({
      upcomingMatches: [],
      tournamentRecord: { played: 1, won: 1, lost: 0, titles: 1, podiums: 1 },
    });
    expect((await seen(bea)).tournamentRecord).toMatchObject({ played: 1, won: 0, lost: 1, titles: 0, podiums: 1 });
    expect((await seen(ada, admin)).tournaments.nodes.map(({ name }: { name: string }) => name)).toEqual([
      'First Cup',
      'Secret Cup',
    ]);
  });

  test('costs as many statements as a hundred of them', async () => {
    const counted = async (first: number) => {
      const document = `{ users(first: ${first}) { nodes { tournaments(first: 2) { nodes { name } } upcomingMatches { id } tournamentRecord { won } } } }`;
      return (await club.statements('tournaments', () => club.run(document, {}, admin))).length;
    };
    expect(await counted(2)).toBe(await counted(1));
  });
});

test('a game shows its tournaments, to members', async () => {
  const { data } = await club.run('{ games(first: 1) { nodes { id } } }', {}, ada);
  const gameId = data.games.nodes[0].id;
  const { tournament } = await run('createTournament', { name: 'Console Cup', gameId });
  await run('setTournamentStatus', { tournamentId: tournament.id, status: 'REGISTRATION' });
  const document = 'query ($id: ID!) { game(id: $id) { title tournaments { nodes { name game { title } } } } }';
  const { data: shown } = await club.run(document, { id: gameId }, ada);
  const { title } = shown.game;
  expect(shown.game.tournaments.nodes).toEqual([{ name: 'Console Cup', game: { title } }]);
  const { errors } = await club.run(document, { id: gameId });
  expect(errors).toMatchObject([{ path: ['game', 'tournaments'], extensions: { code: 'UNAUTHENTICATED' } }]);
});

describe('a bracket', () => {
  const BRACKET = `query ($id: ID!) { stage(id: $id) { bracket { svg rounds { matches {
    label slots { participant { name user { displayName } } } } } } } }`;

  test('is one fetch, with names and drawing, in as many statements whatever its size', async () => {
    const small = await started('Small', [ada, bea]);
    const guestNames = Array.from({ length: 62 }, (_, at) => `Guest <${at}>`);
    const { tournament } = await run('createTournament', { name: 'Of many', participantKind: 'USER' });
    await run('addParticipants', { tournamentId: tournament.id, userIds: [ada.id, bea.id], guestNames });
    await run('setTournamentStatus', { tournamentId: tournament.id, status: 'READY' });
    const stageId = tournament.stages[0].id;
    await run('startStage', { stageId });

    const read = async (id: string) => {
      let svg = '';
      const statements = await club.statements('tournaments', async () => {
        const { data, errors } = await club.run(BRACKET, { id }, ada);
        expect(errors).toBeUndefined();
        svg = data.stage.bracket.svg;
      });
      return { svg, statements: statements.length };
    };
    const before = await read(small.stageId);
    const after = await read(stageId);
    expect(after.statements).toBe(before.statements);
    expect(after.svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(after.svg).toContain('Guest &lt;0&gt;');
    expect(after.svg).toContain('Ada');
    expect(after.svg).not.toContain('<script');
    const fetched = await club.fetches(() => club.run(BRACKET, { id: stageId }, ada));
    expect(fetched).toEqual(['tournaments']);
  });
});

const MATCHES = `query ($id: ID!) { tournament(id: $id) { matches { nodes { id slots { participant { user { id } } } } } } }`;
