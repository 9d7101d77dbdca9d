import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { done, refused } from './tourney.ts';

let club: TestClub;
let organizer: Person;
let people: Person[];
let coach: Person;
let teamId: string;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
  coach = await club.person({ displayName: 'Coach' });
  people = await Promise.all(['Ada', 'Bea', 'Cleo', 'Dora'].map((displayName) => club.person({ displayName })));
  const player = people[3] as Person;
  teamId = await club.team({ owner: organizer, name: 'Night Owls', members: { COACH: [coach], PLAYER: [player] } });
});
afterAll(() => club.stop());

const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);
const refusal = (mutation: string, input: object, as = organizer) => refused(club, mutation, input, as);
const created = async (input: object = {}): Promise<string> =>
  (await run('createTournament', { name: `Cup ${Math.random()}`, ...input })).tournament.id;
/** Open for registration. */
async function open(input: object = {}): Promise<string> {
  const tournamentId = await created(input);
  await run('setTournamentStatus', { tournamentId, status: 'REGISTRATION' });
  return tournamentId;
}
const signUp = async (tournamentId: string, as: Person, input: object = {}) =>
  (await run('registerForTournament', { tournamentId, ...input }, as)).participant;
const LIST = 'query ($id: ID!) { tournament(id: $id) { participantCount participants { nodes { name status } } } }';
async function list(id: string): Promise<Record<string, string>> {
  const { data } = await club.run(LIST, { id }, organizer);
  const { nodes } = data.tournament.participants;
  return Object.fromEntries(nodes.map(({ name, status }: { name: string; status: string }) => [name, status]));
}

describe('signing up', () => {
  test('takes a place, once', async () => {
    const tournamentId = await open();
    const input = { tournamentId, idempotencyKey: 'mine' };
    const first = await run('registerForTournament', input, people[0]);
    expect(first.participant.status).toBe('CONFIRMED');
    expect(await run('registerForTournament', input, people[0])).toEqual(first);
    expect(await refusal('registerForTournament', { tournamentId }, people[0])).toEqual(['ALREADY_REGISTERED']);
    expect(await list(tournamentId)).toEqual({ Ada: 'CONFIRMED' });
  });

  test('twice at once takes one place', async () => {
    const tournamentId = await open();
    const both = await Promise.all([1, 2].map(() => refusal('registerForTournament', { tournamentId }, people[0])));
    expect(both.toSorted()).toEqual([[], ['ALREADY_REGISTERED']]);
  });

  test('of more than there are places for at once takes the places, and the rest wait', async () => {
    const tournamentId = await open({ capacity: 2 });
    const statuses = await Promise.all(people.map(async (person) => (await signUp(tournamentId, person)).status));
    expect(statuses.toSorted()).toEqual(['CONFIRMED', 'CONFIRMED', 'WAITLISTED', 'WAITLISTED']);
  });

  test('is for its time', async () => {
    const tournamentId = await created();
    expect(await refusal('registerForTournament', { tournamentId }, people[0])).toEqual(['NOT_FOUND']);
    const early = await open({ registrationOpensAt: '2999-01-01T00:00:00.000Z' });
    const late = await open({ registrationClosesAt: '2001-01-01T00:00:00.000Z' });
    const started = await open();
    await run('setTournamentStatus', { tournamentId: started, status: 'CHECK_IN' });
    for (const id of [early, late, started])
      expect(await refusal('registerForTournament', { tournamentId: id }, people[0])).toEqual(['REGISTRATION_CLOSED']);
  });

  test('waits for approval where organisers want that', async () => {
    const tournamentId = await open({ requiresApproval: true });
    const { id: participantId, status } = await signUp(tournamentId, people[0] as Person);
    expect(status).toBe('REGISTERED');
    expect(await refusal('approveParticipant', { participantId }, people[0])).toEqual(['FORBIDDEN']);
    expect((await run('approveParticipant', { participantId })).participant.status).toBe('CONFIRMED');
    expect(await refusal('approveParticipant', { participantId })).toEqual(['INVALID_TRANSITION']);
  });

  test('of a team is for its staff', async () => {
    const tournamentId = await open({ participantKind: 'TEAM' });
    expect(await refusal('registerForTournament', { tournamentId, teamId }, people[3])).toEqual(['FORBIDDEN']);
    expect(await refusal('registerForTournament', { tournamentId }, coach)).toEqual(['VALIDATION']);
    await signUp(tournamentId, coach, { teamId });
    expect(await refusal('registerForTournament', { tournamentId, teamId }, coach)).toEqual(['ALREADY_REGISTERED']);
    expect(await list(tournamentId)).toEqual({ 'Night Owls': 'CONFIRMED' });
    const forPeople = await open();
    expect(await refusal('registerForTournament', { tournamentId: forPeople, teamId }, coach)).toEqual(['VALIDATION']);
  });
});

describe('a free place', () => {
  test('goes to whoever has waited longest, when somebody withdraws', async () => {
    const tournamentId = await open({ capacity: 2 });
    const entries = [];
    for (const person of people) entries.push(await signUp(tournamentId, person));
    const [ada, bea] = people;
    expect(await refusal('withdrawParticipant', { participantId: entries[0].id }, bea)).toEqual(['FORBIDDEN']);
    await run('withdrawParticipant', { participantId: entries[0].id, reason: 'Ill' }, ada);
    expect(await list(tournamentId)).toEqual({
      Ada: 'WITHDRAWN',
      Bea: 'CONFIRMED',
      Cleo: 'CONFIRMED',
      Dora: 'WAITLISTED',
    });
    expect(await refusal('withdrawParticipant', { participantId: entries[0].id }, ada)).toEqual(['INVALID_TRANSITION']);
    await signUp(tournamentId, ada as Person);
    await run('withdrawParticipant', { participantId: entries[1].id }, bea);
    expect(await list(tournamentId)).toMatchObject({ Ada: 'WAITLISTED', Dora: 'CONFIRMED' });
  });

  test('comes with a raised capacity; a lower one than take part is refused', async () => {
    const tournamentId = await open({ capacity: 2 });
    for (const person of people) await signUp(tournamentId, person);
    await run('updateTournament', { tournamentId, capacity: 3 });
    expect(Object.values(await list(tournamentId))).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'WAITLISTED']);
    expect(await refusal('updateTournament', { tournamentId, capacity: 2 })).toEqual(['TOURNAMENT_FULL']);
    await run('updateTournament', { tournamentId, capacity: null });
    expect(Object.values(await list(tournamentId))).toEqual(Array.from({ length: 4 }, () => 'CONFIRMED'));
  });

  test('is given on once, however many leave at once', async () => {
    const tournamentId = await open({ capacity: 2 });
    const ids: string[] = [];
    for (const person of people) ids.push((await signUp(tournamentId, person)).id);
    await Promise.all(ids.slice(0, 2).map((id, at) => run('withdrawParticipant', { participantId: id }, people[at])));
    expect(await list(tournamentId)).toMatchObject({ Cleo: 'CONFIRMED', Dora: 'CONFIRMED' });
  });
});

describe('checking in', () => {
  test('has its time; who has not by then is no longer expected, and who waits moves up', async () => {
    const tournamentId = await open({
      capacity: 2,
      checkInOpensAt: new Date(club.clock.now().getTime() + 5_000).toISOString(),
    });
    const entries = [];
    for (const person of people.slice(0, 3)) entries.push(await signUp(tournamentId, person));
    const [ada, bea] = people;
    const own = { participantId: entries[0].id };
    expect(await refusal('checkInParticipant', own, ada)).toEqual(['INVALID_TRANSITION']);
    await run('setTournamentStatus', { tournamentId, status: 'CHECK_IN' });
    expect(await refusal('checkInParticipant', own, ada)).toEqual(['INVALID_TRANSITION']);
    club.clock.advance(5_000);
    expect(await refusal('checkInParticipant', own, bea)).toEqual(['FORBIDDEN']);
    expect((await run('checkInParticipant', own, ada)).participant.status).toBe('CHECKED_IN');
    expect(await refusal('checkInParticipant', own, ada)).toEqual(['INVALID_TRANSITION']);
    expect(await refusal('checkInParticipant', { participantId: entries[2].id }, people[2])).toEqual([
      'INVALID_TRANSITION',
    ]);
    await run('setTournamentStatus', { tournamentId, status: 'READY' });
    expect(await list(tournamentId)).toEqual({ Ada: 'CHECKED_IN', Bea: 'NO_SHOW', Cleo: 'CONFIRMED' });
    await run('setTournamentStatus', { tournamentId, status: 'CHECK_IN' });
    expect(await refusal('checkInParticipant', { participantId: entries[1].id }, bea)).toEqual(['TOURNAMENT_FULL']);
    await run('withdrawParticipant', { participantId: entries[2].id });
    expect((await run('checkInParticipant', { participantId: entries[1].id }, bea)).participant.status).toBe(
      'CHECKED_IN',
    );
  });
});

describe('organisers', () => {
  test('enter people, teams and guests; who is there stays', async () => {
    const tournamentId = await created();
    await run('addParticipants', { tournamentId, userIds: [people[0]?.id], guestNames: ['Zoë', 'Zoë'] });
    const again = await run('addParticipants', { tournamentId, userIds: people.slice(0, 2).map(({ id }) => id) });
    expect(again.participants.map(({ name }: { name: string }) => name)).toEqual(['Bea']);
    expect(await refusal('addParticipants', { tournamentId, teamIds: [teamId] })).toEqual(['VALIDATION']);
    expect(await refusal('addParticipants', { tournamentId, userIds: ['usr_none'] })).toEqual(['USER_NOT_ACTIVE']);
    expect(await refusal('addParticipants', { tournamentId, guestNames: [' '] })).toEqual(['VALIDATION']);
    const { data } = await club.run(LIST, { id: tournamentId }, organizer);
    expect(data.tournament.participants.nodes.map(({ name }: { name: string }) => name)).toEqual([
      'Ada',
      'Zoë',
      'Zoë',
      'Bea',
    ]);
  });

  test('enter no more than there are places', async () => {
    const tournamentId = await created({ capacity: 2 });
    expect(await refusal('addParticipants', { tournamentId, guestNames: ['A', 'B', 'C'] })).toEqual([
      'TOURNAMENT_FULL',
    ]);
    expect(await list(tournamentId)).toEqual({});
  });

  test('shut somebody out, who does not come back', async () => {
    const tournamentId = await open();
    const { id: participantId } = await signUp(tournamentId, people[0] as Person);
    expect(await refusal('disqualifyParticipant', { participantId }, people[0])).toEqual(['FORBIDDEN']);
    await run('disqualifyParticipant', { participantId, reason: 'Unfair' });
    expect(await refusal('registerForTournament', { tournamentId }, people[0])).toEqual(['REGISTRATION_CLOSED']);
  });
});

const CAN = `query ($id: ID!) { tournament(id: $id) {
  viewerParticipant { name }
  viewerCan { edit register withdraw checkIn seed start report }
} }`;
test('what somebody may do is said beforehand', async () => {
  const tournamentId = await open();
  const may = async (who: Person) => {
    const { data } = await club.run(CAN, { id: tournamentId }, who);
    const { viewerParticipant, viewerCan } = data.tournament;
    return [
      viewerParticipant?.name ?? null,
      ...Object.entries(viewerCan).flatMap(([what, yes]) => (yes ? [what] : [])),
    ];
  };
  const [ada] = people as [Person];
  expect(await may(ada)).toEqual([null, 'register']);
  const { id: participantId } = await signUp(tournamentId, ada);
  expect(await may(ada)).toEqual(['Ada', 'withdraw']);
  await run('addParticipants', { tournamentId, guestNames: ['Rival'] });
  await run('setTournamentStatus', { tournamentId, status: 'CHECK_IN' });
  expect(await may(ada)).toEqual(['Ada', 'withdraw', 'checkIn']);
  await run('checkInParticipant', { participantId });
  expect(await may(organizer)).toEqual([null, 'edit', 'seed']);
});
