import { codes, type Person, type TestClub } from '@fieldhouse/testing';

/** What of each mutation's answer tests look at. */
const FIELDS: Readonly<Record<string, string>> = {
  createTournament: 'tournament { id slug status version timeZone stages { id number status } }',
  updateTournament: 'tournament { id name capacity version }',
  setTournamentStatus: 'tournament { id status statusReason version }',
  addTournamentOfficial: 'tournament { organizers { id } referees { id displayName } }',
  removeTournamentOfficial: 'tournament { organizers { id } referees { id } }',
  addStage: 'stage { id number status }',
  registerForTournament: 'participant { id status }',
  addParticipants: 'participants { id name status }',
  approveParticipant: 'participant { id status }',
  withdrawParticipant: 'participant { id status }',
  disqualifyParticipant: 'participant { id status }',
  checkInParticipant: 'participant { id status checkedInAt }',
  seedParticipants: 'stage { id status }',
  startStage: 'stage { id status }',
  generateNextRound: 'round { number name matches { id } } stage { id status }',
  resetStage: 'stage { id status }',
  scheduleMatches: 'matches { id label court scheduledAt scheduledUntil }',
  scheduleMatch: 'match { id court scheduledAt scheduledUntil version }',
  startMatch: 'match { id status version }',
  updateLiveScore: 'match { id status version slots { score } }',
  reportMatch: 'match { id status version confirmBy }',
  confirmMatch: 'match { id status version winner { id } }',
  disputeMatch: 'match { id status version }',
  resolveMatch: 'match { id status version winner { id } referee { id } } affectedMatches { id label status }',
  reopenMatch: 'match { id status version } affectedMatches { id label status }',
};

/** The answer to one mutation, refused or not. */
export function attempt(club: TestClub, mutation: string, input: object, as: Person) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const fields = `${FIELDS[mutation]} userErrors { code message path }`;
  return club.run(`mutation ($input: ${type}) { ${mutation}(input: $input) { ${fields} } }`, { input }, as);
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is that of FIELDS, which no type knows here
type Payload = any;

/** The payload of a mutation that must succeed. */
export async function done(club: TestClub, mutation: string, input: object, as: Person): Promise<Payload> {
  const answer = await attempt(club, mutation, input, as);
  const payload = answer.data?.[mutation];
  if (answer.errors || codes(payload).length > 0)
    throw new Error(`${mutation}: ${JSON.stringify(answer.errors ?? payload)}`);
  return payload;
}

/** Why a mutation was refused: the codes of its payload, or of the errors beside it. */
export async function refused(club: TestClub, mutation: string, input: object, as: Person): Promise<string[]> {
  const { data, errors } = await attempt(club, mutation, input, as);
  return errors ? errors.map(({ extensions }) => String(extensions.code)) : codes(data[mutation]);
}

/** A side of a match as tests look at it. */
interface SeenSlot {
  readonly participant: { readonly id: string; readonly name: string } | null;
  readonly score: number | null;
  readonly result: string | null;
}

/** A match as tests look at it. */
export interface Seen {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly version: number;
  readonly slots: readonly [SeenSlot, SeenSlot];
}

const MATCHES = `query ($id: ID!, $stageId: ID, $after: String) { tournament(id: $id) {
  matches(first: 100, stageId: $stageId, after: $after) {
    nodes { id label status version slots { participant { id name } score result } }
    pageInfo { hasNextPage endCursor }
  }
} }`;

/** The matches of a tournament, in their order of play. */
export async function matchesOf(club: TestClub, id: string, as: Person, stageId?: string): Promise<Seen[]> {
  const found: Seen[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await club.run(MATCHES, { id, stageId, after }, as);
    found.push(...data.tournament.matches.nodes);
    if (!data.tournament.matches.pageInfo.hasNextPage) return found;
    after = data.tournament.matches.pageInfo.endCursor;
  }
}

/** A tournament of a test, run by its organiser. */
export interface Tourney {
  readonly id: string;
  readonly stageIds: readonly string[];
  /** The participants' ids, in their order. */
  readonly ids: readonly string[];
  do(mutation: string, input: object, as?: Person): Promise<Payload>;
  refused(mutation: string, input: object, as?: Person): Promise<string[]>;
  matches(stageId?: string): Promise<Seen[]>;
  /** The match of that label. */
  match(label: string): Promise<Seen>;
  /** A referee's decision, by the names of who wins: `["Ada", 3, 1]`. */
  decide(label: string, scores: readonly [number, number]): Promise<Payload>;
  /** Has every match decided as it becomes known: the one who comes first among the participants wins. */
  playOut(stageId?: string): Promise<void>;
}

interface Wanted {
  readonly organizer: Person;
  /** People who take part, or guests by name, the first seed first. */
  readonly players: readonly (Person | string)[];
  readonly stages?: readonly object[];
  readonly isStarted?: boolean;
}

const CUP = [{ name: 'Cup', format: 'SINGLE_ELIMINATION' }];

/** A tournament with participants, seeded in their order, its first stage started unless told otherwise. */
export async function tourney(
  club: TestClub,
  { organizer, players, stages = CUP, isStarted = true }: Wanted,
): Promise<Tourney> {
  const run = (mutation: string, input: object, as = organizer) => done(club, mutation, input, as);
  const name = `Cup ${Math.random().toString(36).slice(2)}`;
  const { tournament } = await run('createTournament', { name, stages });
  const { id: tournamentId } = tournament;
  const stageIds: string[] = tournament.stages.map(({ id }: { id: string }) => id);
  const guestNames = players.filter((player) => typeof player === 'string');
  const userIds = players.flatMap((player) => (typeof player === 'string' ? [] : [player.id]));
  const entered = (await run('addParticipants', { tournamentId, userIds, guestNames })).participants;
  const ids: string[] = entered.map(({ id }: { id: string }) => id);
  await run('setTournamentStatus', { tournamentId, status: 'READY' });
  if (isStarted) {
    await run('seedParticipants', { stageId: stageIds[0], method: 'MANUAL', order: ids });
    await run('startStage', { stageId: stageIds[0] });
  }
  const matches = (stageId?: string) => matchesOf(club, tournamentId, organizer, stageId);
  const match = async (label: string) => {
    const found = (await matches()).find((it) => it.label === label);
    if (!found) throw new Error(`There is no match ${label}`);
    return found;
  };
  const resolve = (matchId: string, scores: readonly number[]) => run('resolveMatch', { matchId, scores });
  return {
    ...{ id: tournamentId, stageIds, ids, matches, match, do: run },
    refused: (mutation, input, as = organizer) => refused(club, mutation, input, as),
    decide: async (label, scores) => resolve((await match(label)).id, scores),
    playOut: async (stageId) => {
      const open = async () => (await matches(stageId)).filter(({ status }) => status === 'READY');
      for (let now = await open(); now.length > 0; now = await open())
        for (const { id, slots } of now) {
          const [first, second] = slots.map(({ participant }) => ids.indexOf(participant?.id ?? ''));
          await resolve(id, (first ?? 0) < (second ?? 0) ? [1, 0] : [0, 1]);
        }
    },
  };
}
