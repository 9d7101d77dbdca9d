import { startClub, type TestClub } from '@fieldhouse/testing';

type Row = Record<string, unknown>;

/** A club with people on teams, some of whom have left. */
export interface Season {
  readonly club: TestClub;
  /** What the events domain has copied, in every column. */
  copies(): Promise<Record<string, Row[]>>;
  /** What the owners of these rows have, as a copy would show it. */
  truth(): Promise<Record<string, Row[]>>;
  rename(index: number, displayName: string): Promise<void>;
  /** Takes somebody off a team and puts them back. */
  swap(index: number): Promise<void>;
  /** Deletes somebody who is on no team. */
  deletePerson(): Promise<void>;
  readonly teamIds: readonly string[];
  readonly userIds: readonly string[];
}

const PEOPLE = 12;
const COPIES = {
  Person: 'SELECT * FROM "Person" ORDER BY "id"',
  Team: 'SELECT * FROM "Team" ORDER BY "id"',
  TeamMember: 'SELECT * FROM "TeamMember" ORDER BY "teamId", "userId"',
};

/** Plays it through the endpoint. */
export async function playSeason(environment: Record<string, string> = {}): Promise<Season> {
  const club = await startClub(environment, { domains: ['teams', 'events'] });
  const admin = await club.admin();
  const mutate = async (field: string, answer: string, input: Row): Promise<Row> => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${field}(input: $input) { ${answer} } }`;
    const { data, errors } = await club.run(document, { input }, admin);
    if (errors) throw new Error(`${field}: ${JSON.stringify(errors)}`);
    return data[field] as Row;
  };
  const newPerson = async (displayName: string) =>
    ((await mutate('createUser', 'user { id }', { displayName })).user as { id: string }).id;

  await mutate('createClub', 'club { id }', { name: 'Riverside', timeZone: 'Europe/Berlin' });
  const userIds: string[] = [];
  for (let i = 0; i < PEOPLE; i++) userIds.push(await newPerson(`Player ${i}`));
  const teamIds: string[] = [];
  const members = new Map<string, string>();
  const add = async (index: number) => {
    const place = { teamId: teamIds[index % teamIds.length], userId: userIds[index], role: 'PLAYER' };
    const { member } = await mutate('addTeamMember', 'member { id }', place);
    members.set(userIds[index] ?? '', (member as { id: string }).id);
  };
  const remove = (index: number) =>
    mutate('removeTeamMember', 'memberId', { memberId: members.get(userIds[index] ?? '') });
  for (const name of ['Owls', 'Herons', 'Kites']) {
    const { team } = await mutate('createTeam', 'team { id }', { name, sport: 'Rowing' });
    teamIds.push((team as { id: string }).id);
  }
  for (let i = 0; i < PEOPLE; i++) await add(i);
  await remove(PEOPLE - 1);
  await mutate('archiveTeam', 'team { id }', { teamId: teamIds[2] });

  const deletePerson = async () => {
    await mutate('deleteUser', 'userId', { userId: await newPerson('Short guest') });
  };
  await deletePerson();
  const rows = async (domain: string, texts: Record<string, string>) =>
    Object.fromEntries(
      await Promise.all(Object.entries(texts).map(async ([name, text]) => [name, await club.sql(domain, text)])),
    );
  return {
    club,
    teamIds,
    userIds,
    copies: () => rows('events', COPIES),
    truth: async () => ({
      Person: await club.sql('teams', COPIES.Person),
      Team: await club.sql('teams', TRUE_TEAMS),
      TeamMember: await club.sql('teams', TRUE_PLACES),
    }),
    rename: async (index, displayName) => {
      await mutate('updateProfile', 'userErrors { code }', { userId: userIds[index], displayName });
    },
    swap: async (index) => {
      await remove(index);
      await add(index);
    },
    deletePerson,
  };
}

const TRUE_TEAMS = `
  SELECT "id", "name", "timeZone", "archivedAt" IS NOT NULL AS archived FROM "Team" ORDER BY "id"`;
const TRUE_PLACES = `
  SELECT "teamId", "userId", "role"::text, true AS active, "version" FROM "TeamMember"
  UNION ALL SELECT "teamId", "userId", 'SUPPORTER', false, "version" FROM "FormerMember"
  ORDER BY "teamId", "userId"`;
