import { codes, type Person, type TestClub } from '@fieldhouse/testing';

/** What a mutation of tournaments takes, and what of its answer tests look at. */
const FIELDS: Readonly<Record<string, string>> = {
  createTournament: 'tournament { id slug status version stages { id number status } }',
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
  confirmMatch: 'match { id status version }',
  disputeMatch: 'match { id status version }',
  resolveMatch: 'match { id status version } affectedMatches { id label status }',
  reopenMatch: 'match { id status version } affectedMatches { id label status }',
};

// biome-ignore lint/suspicious/noExplicitAny: the shape is that of FIELDS, which no type knows here
type Payload = any;

/** The answer to one mutation, refused or not. */
export async function attempt(club: TestClub, mutation: string, input: object, as: Person) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${FIELDS[mutation]} userErrors { code message path } } }`;
  return club.run(document, { input }, as);
}

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

/** A match as tests look at it. */
export interface Seen {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly version: number;
  readonly slots: readonly {
    readonly participant: { readonly id: string; readonly name: string } | null;
    readonly score: number | null;
    readonly result: string | null;
  }[];
}

const MATCHES = `query ($id: ID!) { tournament(id: $id) { matches(first: 100) { nodes {
  id label status version slots { participant { id name } score result }
} } } }`;

/** The matches of a tournament, in their order of play. */
export const matchesOf = async (club: TestClub, id: string, as: Person): Promise<Seen[]> =>
  (await club.run(MATCHES, { id }, as)).data.tournament.matches.nodes;
