import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { attempt, done, matchesOf, refused } from './tourney.ts';

let club: TestClub;
let organizer: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
});
afterAll(() => club.stop());

const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);
const refusal = (mutation: string, input: object, as = organizer) => refused(club, mutation, input, as);
const inHours = (hours: number) => new Date(Math.ceil(Date.now() / 60_000) * 60_000 + hours * 3_600_000).toISOString();

/** A tournament of guests whose first stage has been started. */
async function started(name: string, guests: number, stage: object = { format: 'SINGLE_ELIMINATION' }) {
  const stages = [{ name: 'Cup', ...stage }];
  const { tournament } = await run('createTournament', { name, participantKind: 'GUEST', stages });
  const { id: tournamentId } = tournament;
  const guestNames = Array.from({ length: guests }, (_, at) => `Guest ${at + 1}`);
  await run('addParticipants', { tournamentId, guestNames });
  await run('setTournamentStatus', { tournamentId, status: 'READY' });
  const stageId = tournament.stages[0].id;
  await run('startStage', { stageId });
  return { tournamentId, stageId };
}

describe('a schedule', () => {
  test('gives each match a court and a time, after those that lead to it', async () => {
    const { stageId } = await started('Court Cup', 8);
    const startsAt = inHours(24);
    const rule = { courts: ['1', '2'], startsAt, matchMinutes: 30, restMinutes: 15 };
    const { matches } = await run('scheduleMatches', { stageId, ...rule });
    expect(matches).toHaveLength(7);
    const minutes = matches.map(
      ({ scheduledAt }: Scheduled) => (Date.parse(scheduledAt) - Date.parse(startsAt)) / 60_000,
    );
    expect(minutes).toEqual([0, 0, 30, 30, 60, 75, 120]);
    expect(matches.map(({ court }: Scheduled) => court)).toEqual(['1', '2', '1', '2', '1', '2', '1']);
    const [{ scheduledAt, scheduledUntil }] = matches;
    expect(Date.parse(scheduledUntil) - Date.parse(scheduledAt)).toBe(30 * 60_000);
  });

  test('of 256 matches takes as many statements as one of two', async () => {
    const [small, large] = [await started('Small', 3), await started('Large', 257)];
    const rule = {
      courts: Array.from({ length: 8 }, (_, at) => `Court ${at}`),
      startsAt: inHours(1),
      matchMinutes: 20,
    };
    const counted = async (stageId: string) =>
      (await club.statements('tournaments', () => run('scheduleMatches', { stageId, ...rule }))).length;
    expect(await counted(large.stageId)).toBe(await counted(small.stageId));
  });

  test('is refused where it says nothing sensible', async () => {
    const { stageId } = await started('Bad Cup', 4);
    const rule = { stageId, courts: ['1'], startsAt: inHours(1), matchMinutes: 30 };
    for (const wrong of [
      { courts: [] },
      { courts: ['1', '1'] },
      { courts: ['x'.repeat(41)] },
      { matchMinutes: 0 },
      { matchMinutes: 1441 },
      { restMinutes: -1 },
      { startsAt: '9999-01-01T00:00:00Z' },
    ])
      expect([wrong, await refusal('scheduleMatches', { ...rule, ...wrong })]).toEqual([wrong, ['VALIDATION']]);
    const stranger = await club.person();
    expect(await refusal('scheduleMatches', rule, stranger)).toEqual(['FORBIDDEN']);
  });

  test('of one match is refused where somebody, a court or a match before is in the way', async () => {
    const { tournamentId, stageId } = await started('Clash Cup', 4);
    await run('scheduleMatches', { stageId, courts: ['1', '2'], startsAt: inHours(24), matchMinutes: 60 });
    const [first, second, final] = await matchesOf(club, tournamentId, organizer);
    const move = (match: typeof first, to: object) => ({ matchId: match?.id, ...to });
    expect(await refusal('scheduleMatch', move(first, { court: '2' }))).toEqual(['SCHEDULE_CONFLICT']);
    expect(await refusal('scheduleMatch', move(final, { scheduledAt: inHours(24.5) }))).toEqual(['SCHEDULE_CONFLICT']);
    expect(await refusal('scheduleMatch', move(first, { matchMinutes: 61 }))).toEqual(['SCHEDULE_CONFLICT']);
    const { match } = await run('scheduleMatch', move(second, { scheduledAt: inHours(23), court: 'Centre' }));
    expect(match).toMatchObject({ scheduledAt: inHours(23), court: 'Centre' });
    const { match: none } = await run('scheduleMatch', move(final, { scheduledAt: null, court: null }));
    expect(none).toMatchObject({ scheduledAt: null, court: null, scheduledUntil: null });
    expect(await refusal('scheduleMatch', move(second, { court: '3', expectedVersion: 1 }))).toEqual(['STALE_VERSION']);
  });
});

describe('a match of teams', () => {
  test('stands in the calendar of each, follows moves, and shows how it ended', async () => {
    const admin = await club.admin();
    await club.run(
      'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { club { id } } }',
      {},
      admin,
    );
    const player = await club.person();
    const [lions, tigers] = [await team('Lions', admin, [player]), await team('Tigers', admin, [])];
    const stages = [{ name: 'Cup', format: 'SINGLE_ELIMINATION' }];
    const { tournament } = await run(
      'createTournament',
      { name: 'Spring Cup', participantKind: 'TEAM', stages },
      admin,
    );
    const tournamentId = tournament.id;
    await run('addParticipants', { tournamentId, teamIds: [lions, tigers] }, admin);
    await run('setTournamentStatus', { tournamentId, status: 'READY' }, admin);
    const stageId = tournament.stages[0].id;
    await run('startStage', { stageId }, admin);
    const [startsAt, later] = [inHours(24), inHours(48)];
    const { matches } = await run(
      'scheduleMatches',
      { stageId, courts: ['Centre'], startsAt, matchMinutes: 90 },
      admin,
    );
    const matchId = matches[0].id;
    await club.settled();

    const [game] = await gamesOf(lions, admin);
    expect(game).toMatchObject({
      title: 'Spring Cup: Final',
      kind: 'GAME',
      startsAt,
      place: 'Centre',
      status: 'SCHEDULED',
      match: { id: matchId, slots: [{ participant: { name: 'Lions' } }, { participant: { name: 'Tigers' } }] },
      result: null,
    });
    expect(game?.attendees.nodes.map(({ user }) => user.id)).toContain(player.id);
    expect(await gamesOf(tigers, admin)).toHaveLength(1);
    const { data } = await club.run(RENAME, { input: { eventId: game?.id, title: 'Other' } }, admin);
    expect(data.updateEvent.userErrors).toEqual([{ code: 'EVENT_FOLLOWS_MATCH' }]);

    await run('scheduleMatch', { matchId, scheduledAt: later }, admin);
    await club.settled();
    expect(await gamesOf(lions, admin)).toMatchObject([{ id: game?.id, startsAt: later }]);

    await run('scheduleMatch', { matchId, scheduledAt: null }, admin);
    await club.settled();
    expect(await gamesOf(lions, admin)).toMatchObject([{ id: game?.id, status: 'CANCELLED' }]);

    await run('scheduleMatch', { matchId, scheduledAt: later }, admin);
    await run('resolveMatch', { matchId, scores: [3, 1] }, admin);
    await club.settled();
    const won = { score: 3, opponentScore: 1, outcome: 'WIN' };
    expect(await gamesOf(lions, admin)).toMatchObject([{ id: game?.id, status: 'SCHEDULED', result: won }]);
    const lost = { score: 1, opponentScore: 3, outcome: 'LOSS' };
    expect(await gamesOf(tigers, admin)).toMatchObject([{ result: lost }]);

    await run('reopenMatch', { matchId }, admin);
    await club.settled();
    expect(await gamesOf(lions, admin)).toMatchObject([{ status: 'SCHEDULED', result: null }]);
    await run('setTournamentStatus', { tournamentId, status: 'CANCELLED', reason: 'Snow' }, admin);
    await club.settled();
    expect(await gamesOf(tigers, admin)).toMatchObject([{ status: 'CANCELLED' }]);
    const { errors } = await attempt(club, 'scheduleMatch', { matchId, scheduledAt: later }, admin);
    expect(errors).toBeUndefined();
    expect(await refusal('scheduleMatch', { matchId, scheduledAt: later }, admin)).toEqual(['INVALID_TRANSITION']);
  });
});

const RENAME = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }';

async function team(name: string, admin: Person, players: readonly Person[]): Promise<string> {
  const { data } = await club.run(
    'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } } }',
    { input: { name, sport: 'Football' } },
    admin,
  );
  const teamId = data.createTeam.team.id;
  for (const { id: userId } of players)
    await club.run(
      'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }',
      { input: { teamId, userId, role: 'PLAYER' } },
      admin,
    );
  return teamId;
}

const GAMES = `query ($teamId: ID!) { events(filter: { teamId: $teamId, kinds: [GAME] }) { nodes {
  id title kind startsAt place status attendees { nodes { user { id } } }
  match { id slots { participant { name } } } result { score opponentScore outcome }
} } }`;

async function gamesOf(teamId: string, as: Person): Promise<Game[]> {
  const { data, errors } = await club.run(GAMES, { teamId }, as);
  expect(errors).toBeUndefined();
  return data.events.nodes;
}

interface Game {
  readonly id: string;
  readonly attendees: { readonly nodes: readonly { readonly user: { readonly id: string } }[] };
}

interface Scheduled {
  readonly scheduledAt: string;
  readonly court: string;
}
