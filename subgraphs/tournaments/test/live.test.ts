import { byWebSocket, type Listening, type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { done, tourney } from './tourney.ts';

let club: TestClub;
let organizer: Person;
let ada: Person;
let bea: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
  [ada, bea] = (await Promise.all(['Ada', 'Bea'].map((displayName) => club.person({ displayName })))) as [
    Person,
    Person,
  ];
});
afterAll(() => club.stop());

const open: Listening[] = [];
afterEach(() => {
  for (const it of open.splice(0)) it.stop();
});
function listen(query: string, id: string, as: Person): Listening {
  const listening = byWebSocket(club.url, { query, variables: { id }, since: 0 }, as);
  open.push(listening);
  return listening;
}

/** What is told next that fits. */
async function told(listening: Listening, wanted: (data: Told) => boolean): Promise<Told> {
  for (;;) {
    const next = await listening.next();
    if (!next || next.errors) throw new Error(JSON.stringify(next?.errors ?? 'It is over'));
    const [data] = Object.values<Told>(next.data);
    if (data && wanted(data)) return data;
  }
}
// biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own document, which no type knows here
type Told = any;

const MATCH = `subscription ($id: ID!) { matchChanged(id: $id) {
  status version slots { score participant { name } } winner { name }
} }`;
const TOURNAMENT = `subscription ($id: ID!) { tournamentChanged(id: $id) {
  status version participantCount champion { name } stages { bracket { rounds { matches { status } } } }
} }`;

test('a match is told as it is played', async () => {
  const it = await tourney(club, { organizer, players: [ada, bea] });
  const { id: matchId } = await it.match('Final');
  const watching = listen(MATCH, matchId, bea);
  expect((await told(watching, ({ status }) => status === 'READY')).winner).toBeNull();
  await it.do('updateLiveScore', { matchId, scores: [1, 0] }, ada);
  const score = await told(watching, ({ status }) => status === 'IN_PROGRESS');
  expect(score.slots).toEqual([
    { score: 1, participant: { name: 'Ada' } },
    { score: 0, participant: { name: 'Bea' } },
  ]);
  await it.do('reportMatch', { matchId, scores: [2, 0] }, ada);
  await told(watching, ({ status }) => status === 'REPORTED');
  await it.do('confirmMatch', { matchId }, bea);
  const end = await told(watching, ({ status }) => status === 'COMPLETED');
  expect(end.winner).toEqual({ name: 'Ada' });
  expect(end.version).toBeGreaterThan(score.version);
  await it.do('reopenMatch', { matchId });
  await told(watching, ({ status, winner }) => status === 'READY' && winner === null);
});

test('a tournament is told as people sign up, as it is played and as it ends', async () => {
  const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);
  const { id: tournamentId, stages } = (await run('createTournament', { name: 'Live Cup' })).tournament;
  await run('setTournamentStatus', { tournamentId, status: 'REGISTRATION' });
  const watching = listen(TOURNAMENT, tournamentId, bea);
  await told(watching, ({ status, participantCount }) => status === 'REGISTRATION' && participantCount === 0);
  for (const who of [ada, bea]) await run('registerForTournament', { tournamentId }, who);
  await told(watching, ({ participantCount }) => participantCount === 2);
  await run('setTournamentStatus', { tournamentId, status: 'READY' });
  await told(watching, ({ status }) => status === 'READY');
  const { stage } = await run('startStage', { stageId: stages[0].id });
  expect(stage.status).toBe('IN_PROGRESS');
  const begun = await told(watching, ({ status }) => status === 'IN_PROGRESS');
  expect(begun.stages[0].bracket.rounds[0].matches).toEqual([{ status: 'READY' }]);
  const FINAL = 'query ($id: ID!) { tournament(id: $id) { matches { nodes { id } } } }';
  const [{ id: matchId }] = (await club.run(FINAL, { id: tournamentId }, ada)).data.tournament.matches.nodes;
  await run('resolveMatch', { matchId, scores: [0, 1] });
  const end = await told(watching, ({ status }) => status === 'COMPLETED');
  expect(end.champion).toEqual({ name: 'Bea' });
});

test('the house is told who plays, who is asked, and who goes on', async () => {
  const players = [ada, bea, 'Guest 1', 'Guest 2'];
  const it = await tourney(club, { organizer, players });
  const { id: matchId, slots } = await it.match('Semi-final 1'); // Ada meets the second guest
  await it.do('reportMatch', { matchId, scores: [2, 0] }, ada);
  await it.do('confirmMatch', { matchId });
  await it.decide('Semi-final 2', [1, 0]);
  await it.decide('Final', [1, 0]);
  await club.settled();
  const sent = await club.sql(
    'bus',
    `SELECT type, payload FROM bus.record WHERE payload ->> 'tournamentId' = $1 ORDER BY record_offset`,
    [it.id],
  );
  const of = (type: string) => sent.filter((record) => record.type === type).map(({ payload }) => payload as Told);
  const [side, other] = slots.map(({ participant }) => participant?.id);
  const sides = [
    { participantId: side, userId: ada.id, teamId: null, guestName: null },
    { participantId: other, userId: null, teamId: null, guestName: 'Guest 2' },
  ];
  expect(of('MatchReady')).toHaveLength(3);
  expect(of('MatchReported')).toMatchObject([
    { matchId, sides, scores: [2, 0], reportedById: ada.id, reportedFor: side },
  ]);
  const confirmed = of('MatchConfirmed').filter((it) => it.matchId === matchId);
  expect(confirmed).toMatchObject([{ sides, results: ['WIN', 'LOSS'], winnerId: side }]);
  expect(of('ParticipantAdvanced')).toMatchObject([
    { participantId: side, userId: ada.id, fromMatchId: matchId, toLabel: 'Final' },
    { userId: bea.id, toLabel: 'Final' },
  ]);
  const over = of('TournamentStatusChanged').at(-1);
  expect(over).toMatchObject({ status: 'COMPLETED', previous: 'IN_PROGRESS', champion: { userId: ada.id } });
  expect(over.userIds.toSorted()).toEqual([ada.id, bea.id].toSorted());
});
