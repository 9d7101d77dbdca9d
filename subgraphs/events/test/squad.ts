import { codes, type Person, startClub, type TestClub } from '@fieldhouse/testing';

const FOUND = 'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { club { id } } }';
const TEAM = 'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } userErrors { code } } }';
const ADD = 'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }';
const CHANGE = 'mutation ($input: UpdateTeamMemberInput!) { updateTeamMember(input: $input) { userErrors { code } } }';
const REMOVE = 'mutation ($input: RemoveTeamMemberInput!) { removeTeamMember(input: $input) { userErrors { code } } }';
const ROSTER = 'query ($id: ID!) { team(id: $id) { members(first: 100) { nodes { id role user { id } } } } }';
const ARCHIVE = 'mutation ($input: ArchiveTeamInput!) { archiveTeam(input: $input) { userErrors { code } } }';
const RESTORE = 'mutation ($input: RestoreTeamInput!) { restoreTeam(input: $input) { userErrors { code } } }';
const CREATE =
  'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }';
const UPDATE = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }';
const RESPOND = 'mutation ($input: RespondToEventInput!) { respondToEvent(input: $input) { userErrors { code } } }';

export const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
export const AHEAD = { startsAt: hours(24), endsAt: hours(26) };
export const PAST = { startsAt: hours(-26), endsAt: hours(-24) };

export type Response = 'GOING' | 'MAYBE' | 'DECLINED' | 'NO_REPLY';

/** A club in which an administrator runs teams of a few players. */
export interface Squad {
  readonly club: TestClub;
  readonly admin: Person;
  readonly players: readonly Person[];
  /** A team of these players; the administrator owns it. */
  team(...players: readonly Person[]): Promise<Team>;
}

/** One team; each call is a request to the endpoint and answers the payload's error codes. */
export interface Team {
  readonly id: string;
  add(player: Person, role?: string): Promise<string[]>;
  makeRole(player: Person, role: string): Promise<string[]>;
  remove(player: Person): Promise<string[]>;
  archive(): Promise<string[]>;
  restore(): Promise<string[]>;
  schedule(times?: object): Promise<string>;
  move(eventId: string, times: object): Promise<string[]>;
}

/** Starts a club of its own with that many players. */
export async function startSquad(count: number): Promise<Squad> {
  const club = await startClub({}, { domains: ['teams', 'events'] });
  const admin = await club.admin();
  await club.run(FOUND, {}, admin);
  const players = await Promise.all(
    Array.from({ length: count }, (_, index) => club.person({ displayName: `Player ${index}` })),
  );
  const team = async (...on: readonly Person[]) => {
    const { data } = await club.run(TEAM, { input: { name: 'Night Owls', sport: 'Football' } }, admin);
    const made = teamOf(club, admin, data.createTeam.team.id);
    for (const player of on) await made.add(player);
    return made;
  };
  return { club, admin, players, team };
}

function teamOf(club: TestClub, admin: Person, id: string): Team {
  const run = async (document: string, input: object) => {
    const { data, errors } = await club.run(document, { input }, admin);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0] as { userErrors: { code: string }[]; event?: { id: string } };
  };
  const change = async (document: string, input: object) => codes(await run(document, input));
  const memberId = async (player: Person): Promise<string> =>
    (await club.run(ROSTER, { id }, admin)).data.team.members.nodes.find(
      ({ user }: { user: { id: string } }) => user.id === player.id,
    )?.id;
  return {
    id,
    add: (player, role = 'PLAYER') => change(ADD, { teamId: id, userId: player.id, role }),
    makeRole: async (player, role) => change(CHANGE, { memberId: await memberId(player), role }),
    remove: async (player) => change(REMOVE, { memberId: await memberId(player) }),
    archive: () => change(ARCHIVE, { teamId: id }),
    restore: () => change(RESTORE, { teamId: id }),
    schedule: async (times = AHEAD) =>
      (await run(CREATE, { teamId: id, title: 'Practice', kind: 'PRACTICE', ...times })).event?.id ?? '',
    move: (eventId, times) => change(UPDATE, { eventId, ...times }),
  };
}

/** Answers an invitation as the invited person; the codes of a refusal. */
export async function answer(club: TestClub, eventId: string, player: Person, response: Response): Promise<string[]> {
  const { data, errors } = await club.run(RESPOND, { input: { eventId, response } }, player);
  if (errors) throw new Error(JSON.stringify(errors));
  return codes(data.respondToEvent);
}

/** Who is invited to an event and what they said, by the person's id. */
export async function invitations(
  { club, admin }: Squad,
  eventId: string,
): Promise<Readonly<Record<string, Response>>> {
  const ask = 'query ($id: ID!) { event(id: $id) { attendees(first: 100) { nodes { response user { id } } } } }';
  const { data } = await club.run(ask, { id: eventId }, admin);
  return Object.fromEntries(
    data.event.attendees.nodes.map((it: { response: Response; user: { id: string } }) => [it.user.id, it.response]),
  );
}

/** SCHEDULED or CANCELLED. */
export const statusOf = async ({ club, admin }: Squad, eventId: string): Promise<string> =>
  (await club.run('query ($id: ID!) { event(id: $id) { status } }', { id: eventId }, admin)).data.event.status;
