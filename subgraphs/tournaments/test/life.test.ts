import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { done, refused, tourney } from './tourney.ts';

let club: TestClub;
let organizer: Person;
let member: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ displayName: 'Olga', roles: ['TRAINER'] });
  member = await club.person({ displayName: 'Mia' });
});
afterAll(() => club.stop());

const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);
const refusal = (mutation: string, input: object, as = organizer) => refused(club, mutation, input, as);
const created = async (input: object = {}) =>
  (await run('createTournament', { name: `Cup ${Math.random()}`, ...input })).tournament;
const ONE = 'query ($id: ID!) { tournament(id: $id) { name status } }';
const seenBy = async (id: string, who: Person) => (await club.run(ONE, { id }, who)).data.tournament;

describe('createTournament', () => {
  test('is for trainers and administrators', async () => {
    expect(await refusal('createTournament', { name: 'Mine' }, member)).toEqual(['FORBIDDEN']);
    expect((await run('createTournament', { name: 'House Cup' }, await club.admin())).tournament.slug).toBe(
      'house-cup',
    );
  });

  test('makes one, however often it is repeated with its key', async () => {
    const input = { name: 'Once', idempotencyKey: 'once' };
    expect(await run('createTournament', input)).toEqual(await run('createTournament', input));
    expect(await refusal('createTournament', { ...input, name: 'Twice' })).toEqual(['IDEMPOTENCY_MISMATCH']);
  });

  test('makes a slug of the name, or takes one, that nobody else has', async () => {
    const made = async (input: object) => (await run('createTournament', input)).tournament.slug;
    expect(await made({ name: ' Zürich  Öpen 2026! ' })).toBe('zurich-open-2026');
    expect(await made({ name: '東京' + '大会', slug: 'Tokyo-Cup' })).toBe('tokyo-cup');
    expect(await made({ name: '東京大会' })).toMatch(/^tournament-[0-9a-f]{8}$/);
    expect(await refusal('createTournament', { name: 'Tokyo Cup' })).toEqual(['SLUG_TAKEN']);
    for (const slug of ['a', '-ab-', 'a b', 'x'.repeat(61), ''])
      expect(await refusal('createTournament', { name: 'Slugs', slug })).toEqual(['VALIDATION']);
    const bySlug = 'query ($slug: String!) { tournamentBySlug(slug: $slug) { name } }';
    expect((await club.run(bySlug, { slug: 'tokyo-cup' }, organizer)).data.tournamentBySlug.name).toBe('東京大会');
  });

  test.each([
    ['a short name', { name: 'ab' }],
    ['a capacity of one', { capacity: 1 }],
    ['a capacity that no bracket holds', { capacity: 1025 }],
    ['an end before the start', { startsAt: '2026-02-01T00:00:00.000Z', endsAt: '2026-01-01T00:00:00.000Z' }],
    [
      'a registration that closes before it opens',
      { registrationOpensAt: '2026-02-01T00:00:00.000Z', registrationClosesAt: '2026-01-01T00:00:00.000Z' },
    ],
    ['nine stages', { stages: Array.from({ length: 9 }, () => ({ name: 'Stage', format: 'SWISS' })) }],
    ['an even best-of', { stages: [{ name: 'Cup', format: 'SINGLE_ELIMINATION', settings: { bestOf: 2 } }] }],
    ['no group', { stages: [{ name: 'League', format: 'ROUND_ROBIN', settings: { groupCount: 0 } }] }],
    [
      'more groups than participants',
      { stages: [{ name: 'League', format: 'ROUND_ROBIN', settings: { groupCount: 600 } }] },
    ],
    ['a first stage that comes from another', { stages: [{ name: 'Cup', format: 'SWISS', advanceFromStage: 1 }] }],
    [
      'a stage that comes from none',
      {
        stages: [
          { name: 'A', format: 'SWISS' },
          { name: 'B', format: 'SWISS', advanceFromStage: 2 },
        ],
      },
    ],
    ['twenty-one prizes', { prizes: Array.from({ length: 21 }, () => 'Cup') }],
  ])('refuses %s', async (_, input) => {
    expect(await refusal('createTournament', { name: 'Some Cup', ...input })).toEqual(['VALIDATION']);
  });
});

describe('a draft', () => {
  test('is seen by its organisers and administrators alone', async () => {
    const { id, slug, stages } = await created();
    expect(await seenBy(id, member)).toBeNull();
    const BY =
      'query ($slug: String!, $stageId: ID!) { tournamentBySlug(slug: $slug) { id } stage(id: $stageId) { id } }';
    const { data } = await club.run(BY, { slug, stageId: stages[0].id }, member);
    expect(data).toEqual({ tournamentBySlug: null, stage: null });
    for (const who of [organizer, await club.admin()]) expect(await seenBy(id, who)).toMatchObject({ status: 'DRAFT' });
    await run('addTournamentOfficial', { tournamentId: id, userId: member.id, role: 'ORGANIZER' });
    expect(await seenBy(id, member)).toMatchObject({ status: 'DRAFT' });
  });

  test('is not among the tournaments of others', async () => {
    const mark = `Mark ${Math.random()}`.replace('.', '');
    await created({ name: `${mark} draft` });
    const { id: tournamentId } = await created({ name: `${mark} open`, sport: 'Chess' });
    await run('setTournamentStatus', { tournamentId, status: 'REGISTRATION' });
    const LIST = 'query ($filter: TournamentFilter) { tournaments(filter: $filter) { totalCount nodes { name } } }';
    const found = async (who: Person, filter: object = {}) =>
      (await club.run(LIST, { filter: { search: mark.toUpperCase(), ...filter } }, who)).data.tournaments;
    expect(await found(member)).toEqual({ totalCount: 1, nodes: [{ name: `${mark} open` }] });
    expect((await found(organizer)).totalCount).toBe(2);
    expect((await found(organizer, { status: ['DRAFT'] })).totalCount).toBe(1);
    expect((await found(organizer, { sport: 'chess' })).totalCount).toBe(1);
    expect((await found(organizer, { participantUserId: member.id })).totalCount).toBe(0);
    await run('registerForTournament', { tournamentId }, member);
    expect((await found(organizer, { participantUserId: member.id })).totalCount).toBe(1);
  });
});

describe('the life of a tournament', () => {
  const STATUSES = ['DRAFT', 'REGISTRATION', 'CHECK_IN', 'READY', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED'];

  test('goes from sign-up to cancelled, and nowhere from there', async () => {
    const { id: tournamentId } = await created();
    await run('addParticipants', { tournamentId, guestNames: ['A', 'B'] });
    for (const status of ['REGISTRATION', 'CHECK_IN', 'REGISTRATION', 'READY', 'IN_PROGRESS'])
      expect((await run('setTournamentStatus', { tournamentId, status })).tournament.status).toBe(status);
    for (const status of ['DRAFT', 'REGISTRATION', 'CHECK_IN', 'READY', 'IN_PROGRESS'])
      expect(await refusal('setTournamentStatus', { tournamentId, status })).toEqual(['INVALID_TRANSITION']);
    expect(await refusal('setTournamentStatus', { tournamentId, status: 'COMPLETED' })).toEqual(['STAGE_NOT_READY']);
    const { tournament } = await run('setTournamentStatus', { tournamentId, status: 'CANCELLED', reason: 'Rain' });
    expect(tournament).toMatchObject({ status: 'CANCELLED', statusReason: 'Rain' });
    for (const status of STATUSES)
      expect(await refusal('setTournamentStatus', { tournamentId, status })).toEqual(['INVALID_TRANSITION']);
    expect(await refusal('updateTournament', { tournamentId, name: 'Dry Cup' })).toEqual(['INVALID_TRANSITION']);
  });

  test('needs two who play', async () => {
    const { id: tournamentId, stages } = await created();
    await run('addParticipants', { tournamentId, guestNames: ['Alone'] });
    await run('setTournamentStatus', { tournamentId, status: 'READY' });
    const inProgress = { tournamentId, status: 'IN_PROGRESS' };
    expect(await refusal('setTournamentStatus', inProgress)).toEqual(['NOT_ENOUGH_PARTICIPANTS']);
    expect(await refusal('startStage', { stageId: stages[0].id })).toEqual(['NOT_ENOUGH_PARTICIPANTS']);
    const seeding = { stageId: stages[0].id, method: 'RANDOM' };
    expect(await refusal('seedParticipants', seeding)).toEqual(['NOT_ENOUGH_PARTICIPANTS']);
  });

  test('is steered by its organisers and administrators', async () => {
    const { id: tournamentId, stages } = await created();
    const stageId = stages[0].id;
    const steered: [string, object][] = [
      ['setTournamentStatus', { tournamentId, status: 'CANCELLED' }],
      ['updateTournament', { tournamentId, name: 'Mine now' }],
      ['addTournamentOfficial', { tournamentId, userId: member.id, role: 'ORGANIZER' }],
      ['removeTournamentOfficial', { tournamentId, userId: organizer.id, role: 'ORGANIZER' }],
      ['addStage', { tournamentId, stage: { name: 'More', format: 'SWISS' } }],
      ['addParticipants', { tournamentId, guestNames: ['Me'] }],
      ['seedParticipants', { stageId, method: 'RANDOM' }],
      ['startStage', { stageId }],
      ['generateNextRound', { stageId }],
      ['resetStage', { stageId }],
    ];
    for (const [mutation, input] of steered)
      expect([mutation, ...(await refusal(mutation, input, member))]).toEqual([mutation, 'FORBIDDEN']);
    await run('updateTournament', { tournamentId, name: 'Renamed' }, await club.admin());
    expect(await seenBy(tournamentId, organizer)).toMatchObject({ name: 'Renamed', status: 'DRAFT' });
  });

  test('is not changed on the basis of an older version', async () => {
    const { id: tournamentId, version } = await created();
    const { tournament } = await run('updateTournament', { tournamentId, sport: 'Go', expectedVersion: version });
    expect(tournament.version).toBe(version + 1);
    const stale = { tournamentId, expectedVersion: version };
    expect(await refusal('updateTournament', { ...stale, sport: 'Chess' })).toEqual(['STALE_VERSION']);
    expect(await refusal('setTournamentStatus', { ...stale, status: 'CANCELLED' })).toEqual(['STALE_VERSION']);
  });

  test('ends by itself with its last match; by hand where rounds are left out', async () => {
    const cup = await tourney(club, { organizer, players: ['A', 'B'] });
    await cup.decide('Final', [1, 0]);
    expect(await seenBy(cup.id, member)).toMatchObject({ status: 'COMPLETED' });
    expect(await cup.refused('setTournamentStatus', { tournamentId: cup.id, status: 'IN_PROGRESS' })).toEqual([
      'INVALID_TRANSITION',
    ]);
    const swiss = await tourney(club, {
      ...{ organizer, players: ['A', 'B', 'C', 'D'] },
      stages: [{ name: 'Swiss', format: 'SWISS', settings: { swissRounds: 3 } }],
    });
    const complete = { tournamentId: swiss.id, status: 'COMPLETED' };
    expect(await swiss.refused('setTournamentStatus', complete)).toEqual(['STAGE_NOT_READY']);
    await swiss.playOut();
    expect(await seenBy(swiss.id, member)).toMatchObject({ status: 'IN_PROGRESS' });
    expect((await swiss.do('setTournamentStatus', complete)).tournament.status).toBe('COMPLETED');
  });
});

test('officials come and go, and one organiser stays', async () => {
  const { id: tournamentId } = await created();
  const referee = { tournamentId, userId: member.id, role: 'REFEREE' };
  const { tournament } = await run('addTournamentOfficial', referee);
  expect(tournament.referees).toEqual([{ id: member.id, displayName: 'Mia' }]);
  expect(await refusal('addTournamentOfficial', referee)).toEqual(['ALREADY_DONE']);
  expect(await refusal('updateTournament', { tournamentId, name: 'Hers' }, member)).toEqual(['FORBIDDEN']);
  await run('removeTournamentOfficial', referee);
  expect(await refusal('removeTournamentOfficial', referee)).toEqual(['ALREADY_DONE']);
  const last = { tournamentId, userId: organizer.id, role: 'ORGANIZER' };
  expect(await refusal('removeTournamentOfficial', last)).toEqual(['VALIDATION']);
  expect(await refusal('addTournamentOfficial', { ...referee, userId: 'usr_none' })).toEqual(['USER_NOT_ACTIVE']);
});
