import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { attempt, type Tourney, tourney } from './tourney.ts';

let club: TestClub;
let organizer: Person;
let member: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
  member = await club.person();
});
afterAll(() => club.stop());

const EIGHT = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
/** A against H, D against E, B against G, C against F; A and D won. */
async function cup(): Promise<Tourney> {
  const it = await tourney(club, { organizer, players: EIGHT });
  for (const label of ['Quarter-final 1', 'Quarter-final 2']) await it.decide(label, [1, 0]);
  return it;
}
const seatedIn = async (it: Tourney, label: string) =>
  (await it.match(label)).slots.map(({ participant }) => participant?.name ?? null);

describe('a result that is taken back', () => {
  test('opens the match, and takes back whoever went on by it', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Quarter-final 1');
    const { match, affectedMatches } = await it.do('reopenMatch', { matchId });
    expect(match.status).toBe('READY');
    expect(affectedMatches).toEqual([
      { id: (await it.match('Semi-final 1')).id, label: 'Semi-final 1', status: 'LOCKED' },
    ]);
    expect(await seatedIn(it, 'Semi-final 1')).toEqual([null, 'D']);
    await it.decide('Quarter-final 1', [0, 1]);
    expect(await seatedIn(it, 'Semi-final 1')).toEqual(['H', 'D']);
  });

  test('is for referees, and for results', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Quarter-final 1');
    expect(await it.refused('reopenMatch', { matchId }, member)).toEqual(['FORBIDDEN']);
    for (const label of ['Quarter-final 3', 'Final'])
      expect(await it.refused('reopenMatch', { matchId: (await it.match(label)).id })).toEqual([
        'MATCH_NOT_REPORTABLE',
      ]);
  });

  test('is refused once later matches have begun, which it names', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Quarter-final 1');
    const semi = await it.match('Semi-final 1');
    await it.do('startMatch', { matchId: semi.id });
    const before = await it.matches();
    const { data } = await attempt(club, 'reopenMatch', { matchId }, organizer);
    expect(data.reopenMatch).toEqual({
      match: null,
      affectedMatches: [{ id: semi.id, label: 'Semi-final 1', status: 'IN_PROGRESS' }],
      userErrors: [{ code: 'DOWNSTREAM_PLAYED', message: expect.any(String), path: ['cascade'] }],
    });
    expect(await it.matches()).toEqual(before);
  });

  test('with a cascade resets exactly those that rest on it', async () => {
    const it = await cup();
    await it.playOut();
    const before = await it.matches();
    const { id: matchId } = await it.match('Quarter-final 1');
    const { affectedMatches } = await it.do('reopenMatch', { matchId, cascade: true });
    expect(affectedMatches.map(({ label }: { label: string }) => label)).toEqual(['Semi-final 1', 'Final']);
    const after = await it.matches();
    const changed = after.filter((match, at) => JSON.stringify(match) !== JSON.stringify(before[at]));
    expect(changed.map(({ label, status }) => [label, status])).toEqual([
      ['Quarter-final 1', 'READY'],
      ['Semi-final 1', 'LOCKED'],
      ['Final', 'LOCKED'],
    ]);
    expect(await seatedIn(it, 'Final')).toEqual([null, 'B']);
  });

  test('opens a tournament that was over, and playing it again ends it', async () => {
    const it = await cup();
    await it.playOut();
    const STATE =
      'query ($id: ID!) { tournament(id: $id) { status champion { name } podium { name } stages { status } } }';
    const state = async () => (await club.run(STATE, { id: it.id }, member)).data.tournament;
    expect(await state()).toMatchObject({ status: 'COMPLETED', champion: { name: 'A' } });
    await it.do('reopenMatch', { matchId: (await it.match('Final')).id });
    expect(await state()).toEqual({
      ...{ status: 'IN_PROGRESS', champion: null, podium: [], stages: [{ status: 'IN_PROGRESS' }] },
    });
    await it.decide('Final', [0, 1]);
    expect(await state()).toMatchObject({ status: 'COMPLETED', champion: { name: 'B' } });
  });

  test('keeps what was said of the match', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Quarter-final 1');
    await it.do('reopenMatch', { matchId });
    await it.decide('Quarter-final 1', [0, 2]);
    const REPORTS = 'query ($id: ID!) { match(id: $id) { reports { scores status } } }';
    expect((await club.run(REPORTS, { id: matchId }, member)).data.match.reports).toEqual([
      { scores: [1, 0], status: 'OVERRULED' },
      { scores: [0, 2], status: 'CONFIRMED' },
    ]);
  });
});

describe('a result that is put right', () => {
  test('leaves later matches alone as long as the same people go on', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Quarter-final 1');
    await it.do('startMatch', { matchId: (await it.match('Semi-final 1')).id });
    const { match, affectedMatches } = await it.do('resolveMatch', { matchId, scores: [3, 2] });
    expect([match.status, affectedMatches]).toEqual(['COMPLETED', []]);
    expect((await it.match('Quarter-final 1')).slots.map(({ score }) => score)).toEqual([3, 2]);
    expect((await it.match('Semi-final 1')).status).toBe('IN_PROGRESS');
  });

  test('sends somebody else on; what has begun only with a cascade', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Quarter-final 1');
    await it.do('startMatch', { matchId: (await it.match('Semi-final 1')).id });
    const other = { matchId, scores: [0, 1] };
    expect(await it.refused('resolveMatch', other)).toEqual(['DOWNSTREAM_PLAYED']);
    const { match, affectedMatches } = await it.do('resolveMatch', { ...other, cascade: true });
    expect(match).toMatchObject({ status: 'COMPLETED', winner: { id: it.ids[7] } });
    expect(affectedMatches).toMatchObject([{ label: 'Semi-final 1', status: 'READY' }]);
    expect(await seatedIn(it, 'Semi-final 1')).toEqual(['H', 'D']);
  });
});

test('a group is not corrected while a knock-out goes by its table', async () => {
  const stages = [
    { name: 'League', format: 'ROUND_ROBIN' },
    { name: 'Final', format: 'SINGLE_ELIMINATION', advancePerGroup: 2 },
  ];
  const it = await tourney(club, { organizer, players: ['A', 'B', 'C'], stages });
  await it.playOut();
  const [league, final] = it.stageIds;
  await it.do('startStage', { stageId: final });
  const [first] = await it.matches(league);
  for (const mutation of ['reopenMatch', 'resolveMatch']) {
    const input = { matchId: first?.id, ...(mutation === 'resolveMatch' ? { scores: [0, 5] } : {}) };
    expect(await it.refused(mutation, input)).toEqual(['DOWNSTREAM_PLAYED']);
  }
  await it.do('resetStage', { stageId: final });
  await it.do('reopenMatch', { matchId: first?.id });
  expect(await it.refused('startStage', { stageId: final })).toEqual(['STAGE_NOT_READY']);
});

describe('whoever withdraws while it is played', () => {
  test('loses what is at hand, and what is to come', async () => {
    const it = await cup();
    await it.do('withdrawParticipant', { participantId: it.ids[0], reason: 'Injured' }); // A, who waits in the semi-final
    expect((await it.match('Semi-final 1')).status).toBe('COMPLETED');
    await it.do('withdrawParticipant', { participantId: it.ids[1] }); // B, whose quarter-final is open
    const { slots, status } = await it.match('Quarter-final 3');
    expect([status, ...slots.map(({ result }) => result)]).toEqual(['COMPLETED', 'FORFEIT', 'WIN']);
    expect(await seatedIn(it, 'Final')).toEqual(['D', null]);
    expect(await it.refused('withdrawParticipant', { participantId: it.ids[1] })).toEqual(['INVALID_TRANSITION']);
  });

  test('may be thrown out as well, and a pending report counts no more', async () => {
    const it = await tourney(club, { organizer, players: [member, 'B'] });
    const { id: matchId } = await it.match('Final');
    await it.do('reportMatch', { matchId, scores: [2, 0] }, member);
    await it.do('disqualifyParticipant', { participantId: it.ids[0] });
    const MATCH = 'query ($id: ID!) { match(id: $id) { status winner { name } confirmBy reports { status } } }';
    expect((await club.run(MATCH, { id: matchId }, member)).data.match).toEqual({
      ...{ status: 'COMPLETED', winner: { name: 'B' }, confirmBy: null, reports: [{ status: 'OVERRULED' }] },
    });
  });
});
