import { chance } from './names.ts';
import * as op from './operations.ts';
import type { Plan } from './plan.ts';
import type { Seeding } from './seeding.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How many tournaments there are. */
export const TOURNAMENTS = 5;

interface Place {
  readonly seeding: Seeding;
  readonly plan: Plan;
  readonly teamIds: readonly string[];
}

interface Made {
  readonly id: string;
  readonly stages: readonly { readonly id: string }[];
}

interface Match {
  readonly id: string;
  readonly status: string;
}

interface Stage {
  readonly rounds: readonly { readonly matches: readonly Match[] }[];
}

/** One tournament in each station of its life: over, in play, open, a league of the club's teams, and a draft. */
export async function seedTournaments(place: Place): Promise<void> {
  const { done } = place.seeding;
  for (const seed of [seedCup, seedGroups, seedSwiss, seedLeague, seedDraft]) {
    await seed(place);
    done();
  }
}

const ask = async <T>(
  { seeding: { client, admin } }: Place,
  operation: string,
  input: Record<string, unknown>,
): Promise<T> => client<T>('tournaments', operation, input, await admin());

const create = async (place: Place, input: object): Promise<Made> =>
  (await ask<{ tournament: Made }>(place, op.CREATE_TOURNAMENT, { timeZone: 'Europe/London', ...input })).tournament;

const daysFrom = ({ seeding: { today } }: Place, days: number, hour: number): string =>
  new Date(Math.floor(today.getTime() / DAY) * DAY + days * DAY + hour * HOUR).toISOString();

/** The people of a team, by their places on its list. */
const peopleOf = ({ seeding: { people }, plan }: Place, team: number, count: number) =>
  (plan.teams[team]?.players ?? []).slice(0, count).map((number) => people[number]);

/** Enters people or teams, and closes registration. */
async function enter(place: Place, { id: tournamentId }: Made, who: object): Promise<void> {
  await ask(place, op.ADD_PARTICIPANTS, { tournamentId, ...who });
  await ask(place, op.SET_TOURNAMENT_STATUS, { tournamentId, status: 'READY' });
}

/** Starts a stage and decides its matches as an official would, until so many are left that can be played. */
async function play(place: Place, stageId: string | undefined, left = 0): Promise<readonly Match[]> {
  const random = chance(1904 + left);
  let { stage } = await ask<{ stage: Stage }>(place, op.START_STAGE, { stageId });
  for (let open = openIn(stage); open.length > left; open = openIn(stage)) {
    const loser = Math.floor(random() * 3);
    const scores = random() < 0.6 ? [3, loser] : [loser, 3];
    const { match } = await ask<{ match: { stage: Stage } }>(place, op.RESOLVE_MATCH, { matchId: open[0]?.id, scores });
    stage = match.stage;
  }
  return openIn(stage);
}

const openIn = ({ rounds }: Stage): Match[] =>
  rounds.flatMap(({ matches }) => matches).filter(({ status }) => status === 'READY');

async function seedCup(place: Place): Promise<void> {
  const stages = [{ name: 'Cup', format: 'DOUBLE_ELIMINATION', settings: { grandFinal: 'DOUBLE' } }];
  const about = { name: 'Autumn Table Football Cup', sport: 'Table football', startsAt: daysFrom(place, -30, 14) };
  const cup = await create(place, { ...about, prizes: ['The cup', 'A ball'], stages });
  await enter(place, cup, { userIds: peopleOf(place, 0, 8) });
  await play(place, cup.stages[0]?.id);
}

async function seedGroups(place: Place): Promise<void> {
  const stages = [
    { name: 'Groups', format: 'ROUND_ROBIN', settings: { groupCount: 2, allowDraws: true } },
    { name: 'Finals', format: 'SINGLE_ELIMINATION', settings: { thirdPlace: true }, advancePerGroup: 2 },
  ];
  const about = { name: 'Club Championship', sport: 'Tennis', startsAt: daysFrom(place, 0, 9) };
  const tournament = await create(place, { ...about, stages });
  await enter(place, tournament, { userIds: peopleOf(place, 13, 8) });
  await play(place, tournament.stages[0]?.id);
  const [live] = await play(place, tournament.stages[1]?.id, 1);
  if (live) await ask(place, op.UPDATE_LIVE_SCORE, { matchId: live.id, scores: [2, 1] });
}

async function seedSwiss(place: Place): Promise<void> {
  const stages = [{ name: 'Rounds', format: 'SWISS', settings: { swissRounds: 4 } }];
  const about = { name: 'Winter Chess Open', sport: 'Chess', capacity: 16, startsAt: daysFrom(place, 21, 17) };
  const { id: tournamentId } = await create(place, { ...about, stages });
  await ask(place, op.SET_TOURNAMENT_STATUS, { tournamentId, status: 'REGISTRATION' });
  await ask(place, op.ADD_PARTICIPANTS, { tournamentId, userIds: peopleOf(place, 12, 11) });
}

async function seedLeague(place: Place): Promise<void> {
  const stages = [{ name: 'League', format: 'ROUND_ROBIN', settings: { allowDraws: true } }];
  const about = { name: 'Riverside League', sport: 'Football', participantKind: 'TEAM' };
  const league = await create(place, { ...about, startsAt: daysFrom(place, 1, 10), stages });
  await enter(place, league, { teamIds: place.teamIds.slice(0, 5) });
  await ask(place, op.START_STAGE, { stageId: league.stages[0]?.id });
  const rule = { courts: ['Riverside Park, pitch 1', 'Riverside Park, pitch 2'], matchMinutes: 90, restMinutes: 1_440 };
  await ask(place, op.SCHEDULE_MATCHES, {
    stageId: league.stages[0]?.id,
    startsAt: daysFrom(place, 1, 10),
    ...rule,
  });
}

async function seedDraft(place: Place): Promise<void> {
  const stages = [{ name: 'Heats', format: 'CONSOLATION' }];
  await create(place, { name: 'Spring Regatta', sport: 'Rowing', participantKind: 'TEAM', stages });
}
