import { codes, type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { done, type Tourney, tourney } from './tourney.ts';

let club: TestClub;
let organizer: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ displayName: 'Olga', roles: ['TRAINER'] });
});
afterAll(() => club.stop());

const BRACKET = `query ($id: ID!) { tournament(id: $id) {
  organizers { displayName } podium { name }
  stages { bracket { rounds { matches { label status slots { result participant { name status
    user { id displayName avatar { initials } } team { name } } } } } } }
} }`;
const look = async (id: string, as: Person) => {
  const { data, errors } = await club.run(BRACKET, { id }, as);
  if (errors) throw new Error(JSON.stringify(errors));
  const { rounds } = data.tournament.stages[0].bracket;
  return rounds.flatMap(({ matches }: { matches: object[] }) => matches);
};
const namesIn = async (it: Tourney, as = organizer) =>
  (await look(it.id, as)).flatMap(({ slots }: Match) => slots.flatMap(({ participant }) => participant?.name ?? []));
interface Match {
  readonly slots: { readonly participant: { readonly name: string } | null; readonly result: string | null }[];
}

describe('names in a bracket', () => {
  test('come from here alone, and follow when a person is renamed', async () => {
    const [ada, bea] = [await club.person({ displayName: 'Ada' }), await club.person({ displayName: 'Bea' })];
    const it = await tourney(club, { organizer, players: [ada, bea] });
    expect(await club.fetches(() => look(it.id, ada))).toEqual(['tournaments']);
    const RENAME = 'mutation { updateProfile(input: { displayName: "Countess" }) { userErrors { code } } }';
    expect(codes((await club.run(RENAME, {}, ada)).data.updateProfile)).toEqual([]);
    await club.settled();
    expect(await namesIn(it)).toEqual(['Countess', 'Bea']);
    const [{ slots }] = await look(it.id, bea);
    expect(slots[0].participant.user).toEqual({ id: ada.id, displayName: 'Countess', avatar: { initials: 'C' } });
  });

  test('follow when a team is renamed', async () => {
    const teams = await Promise.all(['Owls', 'Bats'].map((name) => club.team({ owner: organizer, name })));
    const run = (mutation: string, input: object) => done(club, mutation, input, organizer);
    const { tournament } = await run('createTournament', { name: 'Team Cup', participantKind: 'TEAM' });
    const { id: tournamentId, stages } = tournament;
    await run('addParticipants', { tournamentId, teamIds: teams });
    await run('setTournamentStatus', { tournamentId, status: 'READY' });
    await run('startStage', { stageId: stages[0].id });
    const RENAME = 'mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) { userErrors { code } } }';
    await club.run(RENAME, { input: { teamId: teams[0], name: 'Eagle Owls' } }, organizer);
    await club.settled();
    expect(await club.fetches(() => look(tournamentId, organizer))).toEqual(['tournaments']);
    const [{ slots }] = await look(tournamentId, organizer);
    expect(slots.map(({ participant }: Match['slots'][number]) => participant?.name)).toEqual(['Eagle Owls', 'Bats']);
  });
});

describe('a match of teams', () => {
  test('is reported and confirmed by their staff', async () => {
    const [owlCoach, batCoach, player] = await Promise.all([1, 2, 3].map(() => club.person()));
    const owls = await club.team({
      owner: organizer,
      name: 'Owls',
      members: { COACH: [owlCoach as Person], PLAYER: [player as Person] },
    });
    const bats = await club.team({ owner: organizer, name: 'Bats', members: { MANAGER: [batCoach as Person] } });
    const other = await club.person({ roles: ['TRAINER'] });
    const run = (mutation: string, input: object, as = other) => done(club, mutation, input, as);
    const { tournament } = await run('createTournament', { name: 'Staff Cup', participantKind: 'TEAM' });
    const { id: tournamentId, stages } = tournament;
    await run('addParticipants', { tournamentId, teamIds: [owls, bats] });
    await run('setTournamentStatus', { tournamentId, status: 'READY' });
    await run('startStage', { stageId: stages[0].id });
    const FINAL =
      'query ($id: ID!) { tournament(id: $id) { matches { nodes { id viewerCan { report } } } viewerParticipant { name } } }';
    const seen = async (who?: Person) => (await club.run(FINAL, { id: tournamentId }, who)).data.tournament;
    await club.settled();
    const { id: matchId } = (await seen(owlCoach)).matches.nodes[0];
    expect((await seen(owlCoach)).matches.nodes[0].viewerCan.report).toBe(true);
    expect(await seen(player)).toMatchObject({
      matches: { nodes: [{ viewerCan: { report: false } }] },
      viewerParticipant: { name: 'Owls' },
    });
    const answer = (who?: Person) =>
      club.run(
        'mutation ($input: ReportMatchInput!) { reportMatch(input: $input) { match { id } } }',
        { input: { matchId, scores: [1, 0] } },
        who,
      );
    expect((await answer(player)).errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    await run('reportMatch', { matchId, scores: [2, 1] }, owlCoach);
    expect((await run('confirmMatch', { matchId }, batCoach)).match.status).toBe('COMPLETED');
  });
});

describe('somebody who is deleted', () => {
  const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }';
  const gone = async (who: Person) => {
    expect(codes((await club.run(DELETE, { input: { userId: who.id } }, who)).data.deleteUser)).toEqual([]);
    await club.settled();
  };

  test('leaves a former member behind, and the bracket whole', async () => {
    const people = await Promise.all(['Ada', 'Bea', 'Cleo', 'Dora'].map((displayName) => club.person({ displayName })));
    const [ada] = people as [Person];
    const it = await tourney(club, { organizer, players: people });
    const { id: matchId } = await it.match('Semi-final 1');
    await it.do('reportMatch', { matchId, scores: [2, 1], note: 'Ada was here' }, ada);
    await it.do('confirmMatch', { matchId }, people[3]);
    await gone(ada);
    expect(await namesIn(it)).toEqual(['Former member', 'Dora', 'Bea', 'Cleo', 'Former member']);
    const REPORTS = 'query ($id: ID!) { match(id: $id) { reports { note by { displayName } } } }';
    const { data } = await club.run(REPORTS, { id: matchId }, organizer);
    expect(data.match.reports).toEqual([{ note: null, by: { displayName: 'Former member' } }]);
    await it.decide('Semi-final 2', [1, 0]);
    const END = 'query ($id: ID!) { tournament(id: $id) { status champion { name } } }';
    expect((await club.run(END, { id: it.id }, organizer)).data.tournament).toEqual({
      status: 'COMPLETED',
      champion: { name: 'Bea' },
    });
    const kept = await club.sql('tournaments', `SELECT * FROM "MatchReport" WHERE "note" LIKE '%Ada%'`);
    expect(kept).toEqual([]);
  });

  test('gives their place on', async () => {
    const [ada, bea] = await Promise.all(['Ada', 'Bea'].map((displayName) => club.person({ displayName })));
    const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);
    const { id: tournamentId } = (await run('createTournament', { name: 'Small Cup', capacity: 2 })).tournament;
    await run('addParticipants', { tournamentId, guestNames: ['Guest'] });
    await run('setTournamentStatus', { tournamentId, status: 'REGISTRATION' });
    for (const who of [ada, bea]) await run('registerForTournament', { tournamentId }, who);
    await gone(ada as Person);
    const LIST = 'query ($id: ID!) { tournament(id: $id) { participants { nodes { name status } } } }';
    const { nodes } = (await club.run(LIST, { id: tournamentId }, organizer)).data.tournament.participants;
    expect(nodes).toEqual([
      { name: 'Guest', status: 'CONFIRMED' },
      { name: 'Former member', status: 'WITHDRAWN' },
      { name: 'Bea', status: 'CONFIRMED' },
    ]);
  });

  test('organises nothing any more', async () => {
    const host = await club.person({ displayName: 'Host', roles: ['TRAINER'] });
    const it = await tourney(club, { organizer: host, players: ['A', 'B'] });
    await gone(host);
    const WHO = 'query ($id: ID!) { tournament(id: $id) { organizers { id } } }';
    expect((await club.run(WHO, { id: it.id }, organizer)).data.tournament.organizers).toEqual([]);
    await done(
      club,
      'addTournamentOfficial',
      { tournamentId: it.id, userId: organizer.id, role: 'ORGANIZER' },
      await club.admin(),
    );
  });
});
