import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { done, matchesOf } from './tourney.ts';

let club: TestClub;
let organizer: Person;
let players: Person[] = [];
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
  players = await Promise.all(['Ada', 'Bea', 'Cleo', 'Dora'].map((displayName) => club.person({ displayName })));
});
afterAll(() => club.stop());

const END = `query ($id: ID!) { tournament(id: $id) {
  status participantCount champion { name user { id displayName } } podium { name placement }
  stages { status bracket { depth edges { kind } rounds { name side completed matches { label winner { name } nextMatch { label } } } } }
  standings { rank participant { name } won lost placement }
} }`;

test('a cup, from sign-up to the podium', async () => {
  const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);
  const stages = [{ name: 'Cup', format: 'SINGLE_ELIMINATION', settings: { thirdPlace: true } }];
  const { tournament } = await run('createTournament', { name: 'Spring Cup', sport: 'Chess', stages });
  expect(tournament).toMatchObject({ slug: 'spring-cup', status: 'DRAFT', stages: [{ number: 1, status: 'READY' }] });
  const { id: tournamentId } = tournament;
  const stageId = tournament.stages[0].id;
  await run('setTournamentStatus', { tournamentId, status: 'REGISTRATION' });
  const ids: string[] = [];
  for (const player of players) ids.push((await run('registerForTournament', { tournamentId }, player)).participant.id);
  await run('setTournamentStatus', { tournamentId, status: 'CHECK_IN' });
  for (const [at, player] of players.entries()) await run('checkInParticipant', { participantId: ids[at] }, player);
  await run('setTournamentStatus', { tournamentId, status: 'READY' });
  await run('seedParticipants', { stageId, method: 'MANUAL', order: ids });
  expect((await run('startStage', { stageId })).stage.status).toBe('IN_PROGRESS');

  const personOf = (participantId = ''): Person => players[ids.indexOf(participantId)] as Person;
  for (let open = await playable(); open.length > 0; open = await playable())
    for (const { id: matchId, slots } of open) {
      const [first, second] = slots.map(({ participant }) => participant?.id ?? '');
      const firstWins = ids.indexOf(first ?? '') < ids.indexOf(second ?? '');
      const scores = firstWins ? [2, 1] : [0, 3];
      expect((await run('reportMatch', { matchId, scores }, personOf(first))).match.status).toBe('REPORTED');
      expect((await run('confirmMatch', { matchId }, personOf(second))).match.status).toBe('COMPLETED');
    }
  async function playable() {
    return (await matchesOf(club, tournamentId, organizer)).filter(({ status }) => status === 'READY');
  }

  const { data, errors } = await club.run(END, { id: tournamentId }, players[0]);
  expect(errors).toBeUndefined();
  expect(data.tournament).toMatchObject({
    status: 'COMPLETED',
    participantCount: 4,
    champion: { name: 'Ada', user: { displayName: 'Ada' } },
    podium: [
      { name: 'Ada', placement: 1 },
      { name: 'Bea', placement: 2 },
      { name: 'Cleo', placement: 3 },
    ],
    stages: [{ status: 'COMPLETED', bracket: { depth: 2 } }],
  });
  expect(
    data.tournament.standings.map(({ participant: { name }, won, lost, rank }: Row) => [rank, name, won, lost]),
  ).toEqual([
    [1, 'Ada', 2, 0],
    [2, 'Bea', 1, 1],
    [3, 'Cleo', 1, 1],
    [4, 'Dora', 0, 2],
  ]);
});

interface Row {
  readonly rank: number;
  readonly participant: { readonly name: string };
  readonly won: number;
  readonly lost: number;
}
