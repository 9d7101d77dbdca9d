import { type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';
import { attempt, refused, type Seen, type Tourney, tourney } from './tourney.ts';

let club: TestClub;
let organizer: Person;
let [ada, bea, cleo, dora, stranger, referee]: Person[] = [];
let all: Person[];
beforeAll(async () => {
  club = await startClub({ MATCH_CONFIRM_WITHIN: '10s' }, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
  const names = ['Ada', 'Bea', 'Cleo', 'Dora', 'Stranger', 'Referee'];
  all = await Promise.all(names.map((displayName) => club.person({ displayName })));
  [ada, bea, cleo, dora, stranger, referee] = all;
});
afterAll(() => club.stop());

const four = () => all.slice(0, 4);
/** A started cup of four: Ada meets Dora, Bea meets Cleo. */
const cup = (settings: object = {}): Promise<Tourney> =>
  tourney(club, {
    organizer,
    players: four(),
    stages: [{ name: 'Cup', format: 'SINGLE_ELIMINATION', settings }],
  });

describe('a report', () => {
  let it: Tourney;
  let matchId: string;
  beforeEach(async () => {
    it = await cup();
    matchId = (await it.match('Semi-final 1')).id;
  });
  const state = async () => (await it.match('Semi-final 1')).status;

  test('waits for the opponent, who moves nobody before', async () => {
    const { match } = await it.do('reportMatch', { matchId, scores: [2, 1], note: 'Close' }, ada);
    expect(match.status).toBe('REPORTED');
    expect((await it.match('Final')).slots.map(({ participant }) => participant)).toEqual([null, null]);
  });

  test('of two at once one counts', async () => {
    const both = await Promise.all([
      refused(club, 'reportMatch', { matchId, scores: [2, 1] }, ada as Person),
      refused(club, 'reportMatch', { matchId, scores: [0, 2] }, dora as Person),
    ]);
    expect(both.toSorted()).toEqual([[], ['MATCH_NOT_REPORTABLE']]);
    expect(await reportsOf(matchId)).toHaveLength(1);
  });

  test('is not taken twice', async () => {
    await it.do('reportMatch', { matchId, scores: [2, 1] }, ada);
    expect(await it.refused('reportMatch', { matchId, scores: [2, 1] }, ada)).toEqual(['MATCH_NOT_REPORTABLE']);
    expect(await reportsOf(matchId)).toHaveLength(1);
  });

  test('of a stranger is refused, and that of somebody who plays elsewhere', async () => {
    for (const who of [stranger, bea])
      expect(await it.refused('reportMatch', { matchId, scores: [2, 1] }, who)).toEqual(['FORBIDDEN']);
    expect(await state()).toBe('READY');
  });

  test('on the basis of an older version is refused', async () => {
    const { version } = await it.match('Semi-final 1');
    await it.do('updateLiveScore', { matchId, scores: [1, 0], expectedVersion: version }, ada);
    for (const mutation of ['reportMatch', 'updateLiveScore'])
      expect(await it.refused(mutation, { matchId, scores: [2, 0], expectedVersion: version }, dora)).toEqual([
        'STALE_VERSION',
      ]);
    expect((await it.match('Semi-final 1')).slots.map(({ score }) => score)).toEqual([1, 0]);
  });

  test.each([
    ['a negative score', [-1, 2]],
    ['one score', [1]],
    ['three scores', [1, 2, 3]],
    ['more than anything counts', [1e300, 0]],
  ])('of %s is none', async (_, scores) => {
    expect(await it.refused('reportMatch', { matchId, scores }, ada)).toEqual(['SCORE_INVALID']);
    expect(await it.refused('updateLiveScore', { matchId, scores }, ada)).toEqual(['SCORE_INVALID']);
    expect(await it.refused('resolveMatch', { matchId, scores })).toEqual(['SCORE_INVALID']);
    expect(await state()).toBe('READY');
  });

  test('of what is no number never gets there', async () => {
    for (const scores of ['[NaN, 1]', '["NaN", 1]', '[1e999, 1]', '[null, 1]']) {
      const document = `mutation { reportMatch(input: { matchId: "${matchId}", scores: ${scores} }) { match { id } } }`;
      expect((await club.run(document, {}, ada)).errors).not.toBeUndefined();
    }
    const answer = await attempt(club, 'reportMatch', { matchId, scores: [Number.NaN, 1] }, ada as Person);
    expect(refusals(answer)).toEqual(['BAD_USER_INPUT']);
    expect(await state()).toBe('READY');
  });

  test('of a draw is none in a knock-out', async () => {
    expect(await it.refused('reportMatch', { matchId, scores: [2, 2] }, ada)).toEqual(['DRAW_NOT_ALLOWED']);
    expect(await state()).toBe('READY');
  });

  test('of a match whose sides are not known yet is refused', async () => {
    const final = await it.match('Final');
    for (const mutation of ['reportMatch', 'resolveMatch', 'updateLiveScore'])
      expect(await it.refused(mutation, { matchId: final.id, scores: [2, 1] })).toEqual(['MATCH_LOCKED']);
    expect(await it.refused('startMatch', { matchId: final.id })).toEqual(['MATCH_LOCKED']);
    expect(await it.match('Final')).toEqual(final);
  });

  test('of a match that is decided is refused', async () => {
    await it.decide('Semi-final 1', [2, 1]);
    expect(await it.refused('reportMatch', { matchId, scores: [0, 2] }, dora)).toEqual(['MATCH_NOT_REPORTABLE']);
  });

  test('of an unknown match is refused', async () => {
    expect(await it.refused('reportMatch', { matchId: 'mat_none', scores: [1, 0] }, ada)).toEqual(['FORBIDDEN']);
    expect(await it.refused('reportMatch', { matchId: 'mat_none', scores: [1, 0] }, await club.admin())).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('moves the winner on once the opponent confirms, and only then, and not twice', async () => {
    await it.do('reportMatch', { matchId, scores: [2, 1] }, ada);
    for (const who of [ada, stranger, cleo])
      expect(await it.refused('confirmMatch', { matchId }, who)).toEqual(['FORBIDDEN']);
    expect((await it.do('confirmMatch', { matchId }, dora)).match).toMatchObject({ status: 'COMPLETED' });
    expect(await it.refused('confirmMatch', { matchId }, dora)).toEqual(['MATCH_NOT_REPORTABLE']);
    const [first, second] = (await it.match('Final')).slots;
    expect([first.participant?.name, second.participant]).toEqual(['Ada', null]);
  });

  test('counts by itself when nobody has objected in time', async () => {
    const { match } = await it.do('reportMatch', { matchId, scores: [2, 1] }, ada);
    expect(new Date(match.confirmBy).getTime() - club.clock.now().getTime()).toBeLessThanOrEqual(10_000);
    club.clock.advance(10_000);
    await club.settled();
    expect(await state()).toBe('COMPLETED');
    expect((await reportsOf(matchId)).map(({ status }) => status)).toEqual(['CONFIRMED']);
  });

  test('that is disputed waits for a referee, whatever time it is', async () => {
    await it.do('addTournamentOfficial', { tournamentId: it.id, userId: referee?.id, role: 'REFEREE' });
    await it.do('reportMatch', { matchId, scores: [2, 1], note: 'I won' }, ada);
    expect(await it.refused('disputeMatch', { matchId, reason: 'No' }, ada)).toEqual(['FORBIDDEN']);
    await it.do('disputeMatch', { matchId, reason: 'She did not' }, dora);
    club.clock.advance(10_000);
    await club.settled();
    expect(await state()).toBe('DISPUTED');
    expect(await it.refused('confirmMatch', { matchId }, dora)).toEqual(['MATCH_NOT_REPORTABLE']);
    expect(await it.refused('resolveMatch', { matchId, scores: [1, 2] }, dora)).toEqual(['FORBIDDEN']);
    const { match } = await it.do('resolveMatch', { matchId, scores: [1, 2], note: 'Seen by me' }, referee);
    expect(match).toMatchObject({ status: 'COMPLETED', winner: { id: it.ids[3] }, referee: { id: referee?.id } });
    expect(await reportsOf(matchId)).toEqual([
      { scores: [2, 1], status: 'OVERRULED', note: 'I won', by: { displayName: 'Ada' } },
      { scores: [], status: 'OVERRULED', note: 'She did not', by: { displayName: 'Dora' } },
      { scores: [1, 2], status: 'CONFIRMED', note: 'Seen by me', by: { displayName: 'Referee' } },
    ]);
  });
});

const REPORTS = 'query ($id: ID!) { match(id: $id) { reports { scores status note by { displayName } } } }';
const reportsOf = async (id: string): Promise<{ status: string }[]> =>
  (await club.run(REPORTS, { id }, organizer)).data.match.reports;

describe('a match', () => {
  test('is forfeited by whoever does not come', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Semi-final 1');
    await it.do('resolveMatch', { matchId, scores: [0, 0], forfeitSlots: [0] });
    const { slots } = await it.match('Semi-final 1');
    expect(slots.map(({ result, score }) => [result, score])).toEqual([
      ['FORFEIT', null],
      ['WIN', null],
    ]);
    expect((await it.match('Final')).slots[0].participant?.name).toBe('Dora');
  });

  test('to which neither comes sends nobody on', async () => {
    const it = await cup({ thirdPlace: true });
    const { id: matchId } = await it.match('Semi-final 1');
    await it.do('resolveMatch', { matchId, scores: [0, 0], forfeitSlots: [0, 1] });
    await it.decide('Semi-final 2', [1, 0]);
    const { data } = await club.run(
      'query ($id: ID!) { tournament(id: $id) { status champion { name } } }',
      { id: it.id },
      ada,
    );
    expect(data.tournament).toEqual({ status: 'COMPLETED', champion: { name: 'Bea' } });
  });

  test('of several games says who won each', async () => {
    const it = await cup({ bestOf: 3 });
    const { id: matchId } = await it.match('Semi-final 1');
    const games = [{ scores: [11, 4] }, { scores: [8, 11], detail: { overtime: true } }, { scores: [11, 9] }];
    expect(await it.refused('reportMatch', { matchId, scores: [3, 0] }, ada)).toEqual(['SCORE_INVALID']);
    expect(await it.refused('reportMatch', { matchId, scores: [1, 2], games }, ada)).toEqual(['SCORE_INVALID']);
    await it.do('reportMatch', { matchId, scores: [2, 1], games }, ada);
    await it.do('confirmMatch', { matchId }, dora);
    const asked = 'query ($id: ID!) { match(id: $id) { games { number scores winner { name } detail } } }';
    expect((await club.run(asked, { id: matchId }, dora)).data.match.games).toEqual([
      { number: 1, scores: [11, 4], winner: { name: 'Ada' }, detail: null },
      { number: 2, scores: [8, 11], winner: { name: 'Dora' }, detail: { overtime: true } },
      { number: 3, scores: [11, 9], winner: { name: 'Ada' }, detail: null },
    ]);
  });

  test('shows how it stands while it is played', async () => {
    const it = await cup();
    const { id: matchId } = await it.match('Semi-final 1');
    expect((await it.do('startMatch', { matchId }, dora)).match.status).toBe('IN_PROGRESS');
    const { match } = await it.do('updateLiveScore', { matchId, scores: [1, 1] }, ada);
    expect(match).toMatchObject({ status: 'IN_PROGRESS', slots: [{ score: 1 }, { score: 1 }] });
    expect(await it.refused('updateLiveScore', { matchId, scores: [1, 2] }, stranger)).toEqual(['FORBIDDEN']);
  });

  test('says what somebody may do with it', async () => {
    const it = await cup();
    const { id } = await it.match('Semi-final 1');
    const asked = 'query ($id: ID!) { match(id: $id) { viewerCan { report confirm dispute resolve schedule } } }';
    const may = async (who?: Person) =>
      Object.entries((await club.run(asked, { id }, who)).data.match.viewerCan).flatMap(([what, yes]) =>
        yes ? what : [],
      );
    expect([await may(ada), await may(stranger)]).toEqual([['report'], []]);
    expect(await may(organizer)).toEqual(['report', 'resolve', 'schedule']);
    await it.do('reportMatch', { matchId: id, scores: [2, 1] }, ada);
    expect([await may(ada), await may(dora)]).toEqual([[], ['confirm', 'dispute']]);
  });
});

test('what an official reports of guests counts at once', async () => {
  const it = await tourney(club, { organizer, players: ['Guest 1', 'Guest 2'] });
  const { id: matchId } = await it.match('Final');
  expect((await it.do('reportMatch', { matchId, scores: [3, 0] })).match.status).toBe('COMPLETED');
});

test('of twenty confirmations at once none is lost', async () => {
  const guests = Array.from({ length: 32 }, (_, at) => `Guest ${at + 1}`);
  const people = await Promise.all(guests.map((name) => club.person({ displayName: `Rival of ${name}` })));
  // Seed 1 meets seed 64: a guest, of whom the organiser reports, and a person, who confirms.
  const it = await tourney(club, { organizer, players: [...people.toReversed(), ...guests] });
  const round = (await it.matches()).filter(({ status }) => status === 'READY').slice(0, 20);
  for (const { id: matchId } of round)
    expect((await it.do('reportMatch', { matchId, scores: [0, 2] })).match.status).toBe('REPORTED');
  const rivalOf = new Map(it.ids.map((id, at) => [id, people.toReversed()[at]]));
  const confirm = async (match: Seen): Promise<void> => {
    const rival = rivalOf.get(match.slots[0].participant?.id ?? '') as Person;
    const { errors } = await attempt(club, 'confirmMatch', { matchId: match.id }, rival);
    if (!errors) return;
    // A busy machine may ask to come again later, whether it was done or not.
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    await confirm(match);
  };
  await Promise.all(round.map(confirm));
  const after = await it.matches();
  const winners = round.map(({ slots }) => slots[1].participant?.name);
  const seated = after.filter(({ label }) => label.startsWith('Round of 32')).flatMap(({ slots }) => slots);
  expect(seated.flatMap(({ participant }) => participant?.name ?? []).toSorted()).toEqual(winners.toSorted());
  expect(after.filter(({ label, status }) => label.startsWith('Round of 32') && status === 'READY')).toHaveLength(10);
});
