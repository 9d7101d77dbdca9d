import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { done, matchesOf } from './tourney.ts';

let club: TestClub;
let organizer: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['notifications', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
});
afterAll(() => club.stop());

const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);

const INBOX = `{ notifications { nodes { category title body actionUrl subject { __typename ... on Match { label } ... on Tournament { name } } } } }`;

/** What somebody has been told of tournaments, the newest first. */
async function told(person: Person): Promise<Told[]> {
  await club.settled();
  const { data, errors } = await club.run(INBOX, {}, person);
  expect(errors).toBeUndefined();
  return data.notifications.nodes.filter(({ category }: Told) => ['TOURNAMENT', 'MATCH'].includes(category));
}

interface Told {
  readonly category: string;
  readonly title: string;
  readonly body: string;
}

test('people hear of their places, their matches, results to confirm, the next round, and disputes', async () => {
  const people = await Promise.all(['Ada', 'Bea', 'Cleo', 'Dora'].map((displayName) => club.person({ displayName })));
  const [ada, bea, cleo, dora] = people as [Person, Person, Person, Person];
  const referee = await club.person();
  const { tournament } = await run('createTournament', { name: 'Spring Cup', capacity: 3 });
  const { id: tournamentId } = tournament;
  const stageId = tournament.stages[0].id;
  await run('addTournamentOfficial', { tournamentId, userId: referee.id, role: 'REFEREE' });
  await run('setTournamentStatus', { tournamentId, status: 'REGISTRATION' });
  const entries = new Map<Person, string>();
  for (const person of people)
    entries.set(person, (await run('registerForTournament', { tournamentId }, person)).participant.id);
  expect(await told(dora)).toEqual([]);

  await run('withdrawParticipant', { participantId: entries.get(cleo) }, cleo);
  expect(await told(dora)).toMatchObject([{ title: 'Spring Cup', body: 'You are in: there is a place for you.' }]);
  expect(await told(cleo)).toEqual([]);

  await run('setTournamentStatus', { tournamentId, status: 'READY' });
  await run('seedParticipants', { stageId, method: 'MANUAL', order: [ada, bea, dora].map((it) => entries.get(it)) });
  await run('startStage', { stageId });
  const semiFinal = (await matchesOf(club, tournamentId, organizer)).find(({ status }) => status === 'READY');
  const matchId = semiFinal?.id;
  const subject = { __typename: 'Match', label: semiFinal?.label };
  expect((await told(bea))[0]).toMatchObject({
    title: 'Spring Cup: your match is ready',
    actionUrl: `/matches/${matchId}`,
    subject,
  });
  expect(await told(ada)).toEqual([]);

  await run('reportMatch', { matchId, scores: [2, 1] }, bea);
  expect((await told(dora))[0]).toMatchObject({ title: 'Spring Cup: a result to confirm', subject });
  expect((await told(dora))[0]?.body).toContain('reported as 2 : 1');
  expect((await told(bea))[0]?.title).not.toBe('Spring Cup: a result to confirm');

  await run('disputeMatch', { matchId, reason: 'It was 1 : 2' }, dora);
  expect((await told(referee))[0]).toMatchObject({ title: 'Spring Cup: a dispute', subject });

  await run('resolveMatch', { matchId, scores: [2, 1] }, referee);
  const titles = (await told(bea)).map(({ title }) => title);
  expect(titles).toContain('Spring Cup: you are through');
  expect(titles.filter((title) => title === 'Spring Cup: your match is ready')).toHaveLength(2);

  await run('setTournamentStatus', { tournamentId, status: 'CANCELLED', reason: 'Snow' });
  for (const person of [ada, bea, dora])
    expect((await told(person))[0]).toMatchObject({ title: 'Spring Cup is cancelled', body: 'Reason: Snow' });
  expect(await told(cleo)).toEqual([]);
});
