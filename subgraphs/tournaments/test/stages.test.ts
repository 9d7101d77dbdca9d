import { type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { type Tourney, tourney } from './tourney.ts';

let club: TestClub;
let organizer: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'tournaments'] });
  organizer = await club.person({ roles: ['TRAINER'] });
});
afterAll(() => club.stop());

const names = (count: number) => Array.from({ length: count }, (_, at) => `P${String(at + 1).padStart(3, '0')}`);
const played = (stages: readonly object[], count: number, isStarted = true): Promise<Tourney> =>
  tourney(club, { organizer, players: names(count), stages, isStarted });
const ask = async (query: string, variables: object) => {
  const { data, errors } = await club.run(query, variables as Record<string, unknown>, organizer);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};
const knockOut = (settings: object = {}) => [{ name: 'Cup', format: 'SINGLE_ELIMINATION', settings }];

const COUNTS = 'query ($id: ID!) { stage(id: $id) { bracket { rounds { matches { label status } } } } }';
const countOf = async (stageId: string) =>
  (await ask(COUNTS, { id: stageId })).stage.bracket.rounds.flatMap(({ matches }: { matches: object[] }) => matches)
    .length;

describe('the matches of', () => {
  test.each([
    ['a knock-out of 13', 'SINGLE_ELIMINATION', 13, {}, 12],
    ['one with a match for third place', 'SINGLE_ELIMINATION', 13, { thirdPlace: true }, 13],
    ['a double elimination of 8', 'DOUBLE_ELIMINATION', 8, {}, 14],
    ['one with a second grand final', 'DOUBLE_ELIMINATION', 8, { grandFinal: 'DOUBLE' }, 15],
    ['a league of 5, home and away', 'ROUND_ROBIN', 5, { legs: 2 }, 20],
    ['four groups of 4', 'ROUND_ROBIN', 16, { groupCount: 4 }, 24],
    ['the first round of Swiss', 'SWISS', 9, {}, 5],
    ['a consolation of 8', 'CONSOLATION', 8, {}, 10],
  ])('%s are as many as there should be', async (_, format, count, settings, expected) => {
    const it = await played([{ name: 'Stage', format, settings }], count as number);
    expect(await countOf(it.stageIds[0] as string)).toBe(expected);
  });
});

describe('a knock-out', () => {
  test('of 8 has the favourites meet late', async () => {
    const it = await played(knockOut(), 8);
    const pairs = (await it.matches()).filter(({ label }) => label.startsWith('Quarter'));
    expect(pairs.map(({ slots }) => slots.map(({ participant }) => participant?.name))).toEqual([
      ['P001', 'P008'],
      ['P004', 'P005'],
      ['P002', 'P007'],
      ['P003', 'P006'],
    ]);
  });

  test('of 6 gives the top two a bye, and says where everybody comes from', async () => {
    const it = await played(knockOut(), 6);
    const SOURCES = `query ($id: ID!) { stage(id: $id) { currentRound bracket { depth edges { kind } rounds { name
      matches { label slots { participant { name } source { kind seed description match { label } } } nextMatch { label } } } } } }`;
    const { stage } = await ask(SOURCES, { id: it.stageIds[0] });
    expect(stage).toMatchObject({ currentRound: 1, bracket: { depth: 3 } });
    expect(stage.bracket.edges).toHaveLength(4);
    expect(stage.bracket.rounds[1]).toMatchObject({
      name: 'Semi-finals',
      matches: [
        {
          label: 'Semi-final 1',
          nextMatch: { label: 'Final' },
          slots: [
            { participant: { name: 'P001' }, source: { kind: 'SEED', seed: 1, description: 'Seed 1', match: null } },
            {
              participant: null,
              source: {
                kind: 'WINNER',
                seed: null,
                description: 'Winner of Quarter-final 1',
                match: { label: 'Quarter-final 1' },
              },
            },
          ],
        },
        { label: 'Semi-final 2' },
      ],
    });
  });
});

test('a double elimination whose second grand final is not needed ends without it', async () => {
  const stages = [{ name: 'Double', format: 'DOUBLE_ELIMINATION', settings: { grandFinal: 'DOUBLE' } }];
  const it = await played(stages, 4);
  await it.playOut();
  expect((await it.match('Second grand final')).status).toBe('CANCELLED');
  expect(await podium(it)).toEqual(['P001', 'P002', 'P003']);
});

test('one whose losers’ champion wins twice goes the whole way', async () => {
  const stages = [{ name: 'Double', format: 'DOUBLE_ELIMINATION', settings: { grandFinal: 'DOUBLE' } }];
  const it = await played(stages, 4);
  const open = async () => (await it.matches()).find(({ status }) => status === 'READY');
  for (let now = await open(); now; now = await open())
    await it.do('resolveMatch', { matchId: now.id, scores: now.label.includes('rand') ? [0, 1] : [1, 0] });
  expect((await it.match('Second grand final')).status).toBe('COMPLETED');
});

const PODIUM = 'query ($id: ID!) { tournament(id: $id) { status podium { name } } }';
async function podium(it: Tourney): Promise<string[]> {
  const { tournament } = await ask(PODIUM, { id: it.id });
  expect(tournament.status).toBe('COMPLETED');
  return tournament.podium.map(({ name }: { name: string }) => name);
}

const TABLE = `query ($id: ID!) { stage(id: $id) { status groups { name standings { rank participant { name } points qualified } }
  standings { rank group { name } participant { name } played won drawn lost points difference tieBreaks { kind value decisive } form qualified placement }
  qualifiesTo { toStage { name } fromRank toRank perGroup } } }`;

describe('groups into a knock-out', () => {
  const stages = [
    { name: 'Groups', format: 'ROUND_ROBIN', settings: { groupCount: 4 } },
    { name: 'Cup', format: 'SINGLE_ELIMINATION', settings: { thirdPlace: true }, advancePerGroup: 2 },
  ];
  let it: Tourney;
  let groups: string;
  let cup: string;
  beforeAll(async () => {
    it = await played(stages, 16);
    [groups, cup] = it.stageIds as [string, string];
  });

  test('wait for the groups to end', async () => {
    for (const [mutation, input] of [
      ['startStage', { stageId: cup }],
      ['seedParticipants', { stageId: cup, method: 'RANDOM' }],
    ] as const)
      expect(await it.refused(mutation, input)).toEqual(['STAGE_NOT_READY']);
    const { stage } = await ask(TABLE, { id: groups });
    expect(stage.groups.map(({ standings }: { standings: object[] }) => standings.length)).toEqual([4, 4, 4, 4]);
    expect(stage.qualifiesTo).toEqual([{ toStage: { name: 'Cup' }, fromRank: 1, toRank: 2, perGroup: true }]);
  });

  test('seat winners and runners-up so that none of one group meet at once', async () => {
    await it.playOut(groups);
    const { stage } = await ask(TABLE, { id: groups });
    expect(stage.status).toBe('COMPLETED');
    const [first] = stage.groups;
    expect(first.standings.map(({ participant: { name }, qualified }: Row) => [name, qualified])).toEqual([
      ['P001', true],
      ['P008', true],
      ['P009', false],
      ['P016', false],
    ]);
    expect(await it.refused('startStage', { stageId: groups })).toEqual(['STAGE_NOT_READY']);
    await it.do('startStage', { stageId: cup });
    const SEATS = `query ($id: ID!) { stage(id: $id) { rounds { name matches { slots { participant { name } source { description groupName } } } } } }`;
    const { rounds } = (await ask(SEATS, { id: cup })).stage;
    for (const { slots } of rounds[0].matches) {
      expect(slots[0].source.groupName).not.toBe(slots[1].source.groupName);
      expect(slots[0].source.description).toMatch(/^Rank [12] of group [A-D]$/);
    }
    expect(await it.refused('resetStage', { stageId: groups })).toEqual(['DOWNSTREAM_PLAYED']);
  });

  test('end with a place for everybody', async () => {
    await it.playOut(cup);
    expect(await podium(it)).toEqual(['P001', 'P002', 'P003']);
    const PLACES = 'query ($id: ID!) { tournament(id: $id) { standings { rank participant { name placement } } } }';
    const { standings } = (await ask(PLACES, { id: it.id })).tournament;
    expect(standings).toHaveLength(16);
    for (const { rank, participant } of standings) expect(participant.placement).toBe(rank);
  });
});
interface Row {
  readonly participant: { readonly name: string };
  readonly qualified: boolean;
}

describe('a league', () => {
  test('knows draws, and says what decided between those who are level', async () => {
    const it = await played([{ name: 'League', format: 'ROUND_ROBIN' }], 3);
    const play = async (first: string, second: string, scores: readonly [number, number]) => {
      const found = (await it.matches()).find(({ slots }) =>
        slots.every(({ participant }) => [first, second].includes(participant?.name ?? '')),
      );
      const asSeated = found?.slots[0].participant?.name === first ? scores : [scores[1], scores[0]];
      await it.do('resolveMatch', { matchId: found?.id, scores: asSeated });
    };
    await play('P001', 'P002', [1, 1]);
    await play('P001', 'P003', [3, 0]);
    await play('P002', 'P003', [2, 0]);
    const { stage } = await ask(TABLE, { id: it.stageIds[0] });
    expect(
      stage.standings.map(({ rank, points, drawn, difference, form, placement }: Record<string, unknown>) => ({
        rank,
        points,
        drawn,
        difference,
        form,
        placement,
      })),
    ).toEqual([
      { rank: 1, points: 4, drawn: 1, difference: 3, form: ['WIN', 'DRAW'], placement: 1 },
      { rank: 2, points: 4, drawn: 1, difference: 2, form: ['WIN', 'DRAW'], placement: 2 },
      { rank: 3, points: 0, drawn: 0, difference: -5, form: ['LOSS', 'LOSS'], placement: 3 },
    ]);
    const decided = stage.standings[0].tieBreaks.filter(({ decisive }: { decisive: boolean }) => decisive);
    expect(decided).toEqual([{ kind: 'SCORE_DIFFERENCE', value: 3, decisive: true }]);
  });

  test('is another one without somebody who withdraws early', async () => {
    const it = await played([{ name: 'League', format: 'ROUND_ROBIN' }], 4);
    const [first] = await it.matches();
    await it.do('resolveMatch', { matchId: first?.id, scores: [5, 0] });
    const loser = first?.slots[1].participant;
    await it.do('withdrawParticipant', { participantId: loser?.id });
    const WITHDRAWN = 'query ($id: ID!) { stage(id: $id) { standings { participant { name } played withdrawn } } }';
    const { standings } = (await ask(WITHDRAWN, { id: it.stageIds[0] })).stage;
    expect(standings.at(-1)).toEqual({ participant: { name: loser?.name }, played: 0, withdrawn: true });
    expect(standings.slice(0, 3).every(({ played: count }: { played: number }) => count === 0)).toBe(true);
    expect((await it.matches()).filter(({ status }) => status === 'READY')).toHaveLength(3);
    await it.playOut();
    expect((await ask(PODIUM, { id: it.id })).tournament.status).toBe('COMPLETED');
  });
});

describe('Swiss', () => {
  test('pairs round by round, never the same two again, and ends after its rounds', async () => {
    const it = await played([{ name: 'Swiss', format: 'SWISS', settings: { swissRounds: 3 } }], 7);
    const [stageId] = it.stageIds;
    expect(await it.refused('generateNextRound', { stageId })).toEqual(['STAGE_NOT_READY']);
    for (const number of [2, 3]) {
      await it.playOut();
      const { round } = await it.do('generateNextRound', { stageId });
      expect(round).toMatchObject({ number, name: `Round ${number}`, matches: { length: 4 } });
    }
    await it.playOut();
    expect((await ask(PODIUM, { id: it.id })).tournament.status).toBe('COMPLETED');
    expect(await it.refused('generateNextRound', { stageId })).toEqual(['STAGE_NOT_READY']);
    const met = (await it.matches()).map(({ slots }) =>
      slots
        .map(({ participant }) => participant?.name)
        .toSorted()
        .join(),
    );
    expect(new Set(met).size).toBe(met.length);
  });

  test('pairs a round once, however many ask for it at once', async () => {
    const it = await played([{ name: 'Swiss', format: 'SWISS', settings: { swissRounds: 3 } }], 4);
    const [stageId] = it.stageIds;
    await it.playOut();
    const both = await Promise.all([1, 2].map(() => it.refused('generateNextRound', { stageId })));
    expect(both.toSorted()).toEqual([[], ['STAGE_NOT_READY']]);
    expect(await it.matches()).toHaveLength(4);
  });

  test('is the only format with a next round', async () => {
    const it = await played(knockOut(), 4);
    expect(await it.refused('generateNextRound', { stageId: it.stageIds[0] })).toEqual(['STAGE_NOT_READY']);
  });
});

describe('seeding', () => {
  test('by hand names everybody once', async () => {
    const it = await played(knockOut(), 4, false);
    const [stageId] = it.stageIds;
    for (const order of [undefined, [], it.ids.slice(1), [...it.ids.slice(1), it.ids[1]], [...it.ids, 'par_none']])
      expect(await it.refused('seedParticipants', { stageId, method: 'MANUAL', order })).toEqual(['VALIDATION']);
    expect(await it.refused('seedParticipants', { stageId, method: 'PREVIOUS_STAGE' })).toEqual(['VALIDATION']);
    await it.do('seedParticipants', { stageId, method: 'MANUAL', order: it.ids.toReversed() });
    expect(await seeds(it)).toEqual({ P001: 4, P002: 3, P003: 2, P004: 1 });
  });

  test('by chance is the same chance again for the same number', async () => {
    const it = await played(knockOut(), 16, false);
    const drawn = async (randomSeed?: number) => {
      await it.do('seedParticipants', { stageId: it.stageIds[0], method: 'RANDOM', randomSeed });
      return JSON.stringify(await seeds(it));
    };
    const first = await drawn(7);
    expect(await drawn(8)).not.toBe(first);
    expect(await drawn(7)).toBe(first);
    expect(await drawn()).not.toBe(first);
  });

  test('is left out as well: then the first to register is the first seed', async () => {
    const it = await played(knockOut(), 3, false);
    await it.do('startStage', { stageId: it.stageIds[0] });
    expect(await seeds(it)).toEqual({ P001: 1, P002: 2, P003: 3 });
  });

  test('keeps those who still play in their order, when others have left since', async () => {
    const it = await played(knockOut(), 4, false);
    const [stageId] = it.stageIds;
    await it.do('seedParticipants', { stageId, method: 'MANUAL', order: it.ids.toReversed() });
    await it.do('withdrawParticipant', { participantId: it.ids[2] });
    await it.do('startStage', { stageId });
    expect(await seeds(it)).toEqual({ P001: 3, P002: 2, P003: null, P004: 1 });
  });
});
const SEEDS = 'query ($id: ID!) { tournament(id: $id) { participants(first: 100) { nodes { name seed } } } }';
async function seeds(it: Tourney): Promise<Record<string, number>> {
  const { nodes } = (await ask(SEEDS, { id: it.id })).tournament.participants;
  return Object.fromEntries(nodes.map(({ name, seed }: { name: string; seed: number }) => [name, seed]));
}

test('a stage that is reset can be seeded and played anew', async () => {
  const it = await played(knockOut(), 4);
  const [stageId] = it.stageIds;
  await it.decide('Semi-final 1', [1, 0]);
  await it.do('resetStage', { stageId });
  expect(await it.matches()).toEqual([]);
  expect(await it.refused('resetStage', { stageId })).toEqual(['STAGE_NOT_READY']);
  await it.do('seedParticipants', { stageId, method: 'MANUAL', order: it.ids.toReversed() });
  await it.do('startStage', { stageId });
  await it.playOut();
  expect(await podium(it)).toEqual(['P001', 'P002', 'P003', 'P004']);
});

test('a stage is started once, however many start it at once', async () => {
  const it = await played(knockOut(), 4, false);
  const tries = await Promise.all([1, 2, 3].map(() => it.refused('startStage', { stageId: it.stageIds[0] })));
  expect(tries.toSorted()).toEqual([[], ['STAGE_NOT_READY'], ['STAGE_NOT_READY']]);
  expect(await it.matches()).toHaveLength(3);
});

test('a stage may be added behind the others before play', async () => {
  const it = await played([{ name: 'League', format: 'ROUND_ROBIN' }], 4, false);
  const { stage } = await it.do('addStage', {
    tournamentId: it.id,
    stage: { name: 'Final', format: 'SINGLE_ELIMINATION', advancePerGroup: 2 },
  });
  expect(stage).toMatchObject({ number: 2, status: 'PENDING' });
  await it.do('startStage', { stageId: it.stageIds[0] });
  const more = { tournamentId: it.id, stage: { name: 'More', format: 'SWISS' } };
  expect(await it.refused('addStage', more)).toEqual(['INVALID_TRANSITION']);
  await it.playOut();
  await it.do('startStage', { stageId: stage.id });
  await it.playOut();
  expect((await podium(it)).slice(0, 2)).toEqual(['P001', 'P002']);
});

describe('previewBracket', () => {
  const PREVIEW = `query ($format: StageFormat!, $participants: Int!, $settings: StageSettingsInput) {
    previewBracket(format: $format, participants: $participants, settings: $settings) { matches rounds byes gamesPerParticipant warnings }
  }`;
  const preview = async (format: string, participants: number, settings: object = {}) =>
    (await ask(PREVIEW, { format, participants, settings })).previewBracket;

  test('counts a stage before there is one', async () => {
    expect(await preview('SINGLE_ELIMINATION', 13)).toEqual({
      ...{ matches: 12, rounds: 4, byes: 3, gamesPerParticipant: 1.85, warnings: [] },
    });
    expect(await preview('DOUBLE_ELIMINATION', 1024)).toMatchObject({ matches: 2046 });
    expect((await preview('ROUND_ROBIN', 5, { groupCount: 2 })).warnings).toHaveLength(1);
  });

  test.each([
    ['SINGLE_ELIMINATION', 1, {}],
    ['SINGLE_ELIMINATION', 1025, {}],
    ['ROUND_ROBIN', 1024, {}],
    ['ROUND_ROBIN', 4, { groupCount: 3 }],
  ])('refuses %s for %i with %j in words', async (format, participants, settings) => {
    const { errors } = await club.run(PREVIEW, { format, participants, settings }, organizer);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});

const BRACKET = `query ($id: ID!) { stage(id: $id) { name bracket { depth edges { from to kind } rounds { name matches {
  id label status winner { id } nextMatch { id } slots { score result source { description match { id } } participant { name seed user { id } team { id } } }
} } } } }`;

describe('SQL statements', () => {
  const OWN = /"(?:Tournament|Stage|Advancement|Entrant|Participant|Match|MatchReport|Official|Person|Team)"/;
  const countOf = async (work: () => Promise<unknown>) =>
    (await club.statements('tournaments', work)).filter((text) => OWN.test(text)).length;

  async function counts(count: number) {
    const stages = [{ name: 'Double', format: 'DOUBLE_ELIMINATION' }];
    const it = await tourney(club, { organizer, players: names(count), isStarted: false, stages });
    const id = it.stageIds[0] as string;
    const admin = await club.admin();
    const starting = await countOf(() => it.do('startStage', { stageId: id }));
    const [first] = await it.matches();
    const deciding = await countOf(() => it.do('resolveMatch', { matchId: first?.id, scores: [1, 0] }));
    const reading = await countOf(async () => {
      expect((await club.run(BRACKET, { id }, admin)).errors).toBeUndefined();
    });
    return { starting, deciding, reading };
  }

  test('are as many for a large bracket as for a small one', async () => {
    const small = await counts(8);
    expect(await counts(512)).toEqual(small);
    // The stage, its tournament; the stage again with its entrants and matches; who plays.
    expect(small.reading).toBe(6);
  });
});
