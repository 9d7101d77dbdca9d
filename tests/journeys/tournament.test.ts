import { codes, eventually, type Person, refusals, type Visit, visitClub } from '@fieldhouse/testing';

const FIELDS: Readonly<Record<string, string>> = {
  createTournament: 'tournament { id stages { id } }',
  setTournamentStatus: 'tournament { status }',
  registerForTournament: 'participant { id status }',
  withdrawParticipant: 'participant { status }',
  checkInParticipant: 'participant { status }',
  seedParticipants: 'stage { status }',
  startStage: 'stage { status }',
  reportMatch: 'match { status }',
  confirmMatch: 'match { status }',
  disputeMatch: 'match { status }',
  resolveMatch: 'match { status }',
  reopenMatch: 'match { status } affectedMatches { id }',
  updateProfile: 'user { displayName }',
};
const MATCHES = `query ($id: ID!) { tournament(id: $id) { matches(first: 50) { nodes {
  id label side status slots { participant { id name } } nextMatch { id }
} } } }`;
const PODIUM = `query ($id: ID!) { tournament(id: $id) {
  status participantCount podium { placement name user { displayName } } champion { name }
  participants(first: 20, status: [CHECKED_IN]) { totalCount }
  stages { rounds { name matches { id } } bracket { svg } }
} }`;

interface Match {
  readonly id: string;
  readonly label: string;
  readonly side: string;
  readonly status: string;
  readonly slots: readonly { readonly participant: { readonly id: string; readonly name: string } | null }[];
  readonly nextMatch: { readonly id: string } | null;
}

let club: Visit;
let organizer: Person;
let people: Person[] = [];
/** By person: the participant they are. */
const entries = new Map<Person, string>();
let tournamentId: string;
let stageId: string;
beforeAll(async () => {
  club = await visitClub();
  organizer = await club.person({ roles: ['TRAINER'] });
  people = [];
  for (let number = 1; number <= 13; number++)
    people.push(await club.person({ displayName: `Entrant ${String(number).padStart(2, '0')}` }));
});
afterAll(() => club.stop());

const attempt = (mutation: string, input: object, as: Person) => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${FIELDS[mutation]} userErrors { code } } }`;
  return club.run(document, { input }, as);
};

// biome-ignore lint/suspicious/noExplicitAny: the shape is that of FIELDS, which no type knows here
async function done(mutation: string, input: object, as: Person = organizer): Promise<any> {
  const answer = await attempt(mutation, input, as);
  expect([mutation, refusals(answer) ?? [], codes(answer.data[mutation])]).toEqual([mutation, [], []]);
  return answer.data[mutation];
}

const matches = async (): Promise<Match[]> =>
  (await club.run(MATCHES, { id: tournamentId }, organizer)).data.tournament.matches.nodes;
const playable = async () => (await matches()).filter(({ status }) => status === 'READY');
const sides = ({ slots }: Match): [Person, Person] =>
  slots.map(({ participant }) => people.find((it) => entries.get(it) === participant?.id)) as [Person, Person];
/** The better seed wins. */
const scoresOf = (match: Match): [number, number] => {
  const [one, other] = sides(match);
  return people.indexOf(one) < people.indexOf(other) ? [3, 1] : [0, 2];
};

/** Reports by one side what the other confirms. */
async function playMatch(match: Match): Promise<void> {
  const [one, other] = sides(match);
  const { id: matchId } = match;
  expect((await done('reportMatch', { matchId, scores: scoresOf(match) }, one)).match.status).toBe('REPORTED');
  expect((await done('confirmMatch', { matchId }, other)).match.status).toBe('COMPLETED');
}

describe('a cup of twelve', () => {
  test('takes whoever signs up, and lets in who waits when somebody withdraws', async () => {
    const name = `Journey Cup ${Date.now().toString(36)}`;
    const stages = [{ name: 'Cup', format: 'SINGLE_ELIMINATION', settings: { thirdPlace: true } }];
    const { tournament } = await done('createTournament', { name, sport: 'Chess', capacity: 12, stages });
    tournamentId = tournament.id;
    stageId = tournament.stages[0].id;
    await done('setTournamentStatus', { tournamentId, status: 'REGISTRATION' });
    const statuses: string[] = [];
    for (const person of people) {
      const { participant } = await done('registerForTournament', { tournamentId }, person);
      entries.set(person, participant.id);
      statuses.push(participant.status);
    }
    expect(statuses).toEqual([...Array(12).fill('CONFIRMED'), 'WAITLISTED']);
    await done('withdrawParticipant', { participantId: entries.get(people[4] as Person) }, people[4]);
    people.splice(4, 1);
    await done('setTournamentStatus', { tournamentId, status: 'CHECK_IN' });
    for (const person of people) {
      const { participant } = await done('checkInParticipant', { participantId: entries.get(person) }, person);
      expect(participant.status).toBe('CHECKED_IN');
    }
    await done('setTournamentStatus', { tournamentId, status: 'READY' });
  });

  test('has eleven matches and one for the third place, of which four of the best seeds sit out the first', async () => {
    const order = people.map((person) => entries.get(person));
    await done('seedParticipants', { stageId, method: 'MANUAL', order });
    await done('startStage', { stageId });
    const all = await matches();
    expect(all).toHaveLength(12);
    expect(all.filter(({ status }) => status === 'READY')).toHaveLength(4);
    const first = (await playable()).map((match) => sides(match).map((person) => people.indexOf(person) + 1));
    expect(first.map((pair) => pair.toSorted((a, b) => a - b).join('-')).toSorted()).toEqual([
      '5-12',
      '6-11',
      '7-10',
      '8-9',
    ]);
  });

  test('moves on whoever wins, and has a referee decide a dispute', async () => {
    const [disputed, ...others] = (await playable()) as [Match, ...Match[]];
    const [one, other] = sides(disputed);
    const { id: matchId } = disputed;
    const [first, second] = scoresOf(disputed);
    await done('reportMatch', { matchId, scores: [second, first] }, one);
    const twice = await attempt('reportMatch', { matchId, scores: [first, second] }, one);
    expect(codes(twice.data.reportMatch)).toEqual(['MATCH_NOT_REPORTABLE']);
    expect((await done('disputeMatch', { matchId, reason: 'The other way round' }, other)).match.status).toBe(
      'DISPUTED',
    );
    await done('resolveMatch', { matchId, scores: [first, second] });
    for (const match of others) await playMatch(match);
    const quarterFinals = await playable();
    expect(quarterFinals).toHaveLength(4);
    for (const match of quarterFinals) await playMatch(match);
  });

  test('takes a result back with all that came of it', async () => {
    const [semiFinal] = (await playable()) as [Match];
    await playMatch(semiFinal);
    const quarterFinal = (await matches()).find(({ nextMatch }) => nextMatch?.id === semiFinal.id);
    const matchId = quarterFinal?.id;
    const refused = await attempt('reopenMatch', { matchId }, organizer);
    expect(codes(refused.data.reopenMatch)).toEqual(['DOWNSTREAM_PLAYED']);
    const affected = refused.data.reopenMatch.affectedMatches.map(({ id }: Match) => id);
    expect(affected).toContain(semiFinal.id);
    const { affectedMatches } = await done('reopenMatch', { matchId, cascade: true });
    expect(affectedMatches.map(({ id }: Match) => id).toSorted()).toEqual(affected.toSorted());
    const reopened = (await matches()).find(({ id }) => id === matchId);
    expect(reopened?.status).toBe('READY');
  });

  test('ends with a podium of three, under the names that people have by then', async () => {
    for (let open = await playable(); open.length > 0; open = await playable())
      for (const match of open) await playMatch(match);
    const [winner] = people as [Person];
    await done('updateProfile', { displayName: 'Entrant the Great' }, winner);
    await eventually(async () => {
      const { data, errors } = await club.run(PODIUM, { id: tournamentId }, people[1]);
      expect(errors).toBeUndefined();
      expect(data.tournament).toMatchObject({
        status: 'COMPLETED',
        participantCount: 12,
        participants: { totalCount: 12 },
        champion: { name: 'Entrant the Great' },
        podium: [
          { placement: 1, name: 'Entrant the Great', user: { displayName: 'Entrant the Great' } },
          { placement: 2, name: 'Entrant 02' },
          { placement: 3, name: 'Entrant 03' },
        ],
      });
      expect(data.tournament.stages[0].rounds.map(({ matches: { length } }: { matches: Match[] }) => length)).toEqual([
        4, 4, 2, 1, 1,
      ]);
      expect(data.tournament.stages[0].bracket.svg).toContain('Entrant the Great');
    });
  });
});
