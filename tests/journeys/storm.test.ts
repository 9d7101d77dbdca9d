import { eventually, type Person, type Visit, visitClub } from '@fieldhouse/testing';

const RENAME = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { user { displayName } userErrors { code message } }
}`;
const ROSTER = `query ($id: ID!, $after: String) {
  team(id: $id) {
    members(first: 50, after: $after) { nodes { user { id displayName } } }
    upcomingEvents { nodes { attendees(first: 50) { nodes { user { id displayName } } } } }
  }
}`;
const PEOPLE = 40;
const RENAMES = 500;

/** Runs that many pieces of work, a few at a time. */
async function severally(count: number, atOnce: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

describe('a storm of new names', () => {
  let club: Visit;
  let admin: Person;
  let teamId: string;
  const ids: string[] = [];

  const run = async (document: string, input: Record<string, unknown>) => {
    const { data, errors } = await club.run(document, { input }, admin);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0] as { [result: string]: { id: string } };
  };
  /** Whom a busy house sends away comes again. */
  const rename = (userId: string, displayName: string) =>
    eventually(() => run(RENAME, { userId, displayName }), 30_000);

  beforeAll(async () => {
    club = await visitClub({ domains: ['teams', 'events'] });
    admin = await club.admin();
    const slug = `storm-${Date.now().toString(36)}`;
    const founded = await run('mutation ($input: CreateClubInput!) { createClub(input: $input) { club { id } } }', {
      name: 'Storm',
      slug,
      timeZone: 'UTC',
    });
    const made = await run('mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } } }', {
      clubId: founded.club?.id,
      name: 'Storm petrels',
      sport: 'Sailing',
    });
    teamId = made.team?.id ?? '';
    await severally(PEOPLE, 4, async (i) => {
      const { user } = await run('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
        displayName: `Person ${i}`,
      });
      ids.push(user?.id ?? '');
      await run('mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { member { id } } }', {
        teamId,
        userId: user?.id,
      });
    });
    const [startsAt, endsAt] = [24, 26].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    await run('mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }', {
      teamId,
      title: 'Sail',
      kind: 'PRACTICE',
      startsAt,
      endsAt,
    });
  });
  afterAll(() => club.stop());

  /** Every name that roster and attendance list show equals what the users domain says. */
  const copiesEqualTheSource = async () => {
    const { data } = await club.run(ROSTER, { id: teamId }, admin);
    const shown = [...data.team.members.nodes, ...data.team.upcomingEvents.nodes[0].attendees.nodes].map(
      ({ user }) => user,
    );
    const about = ids.map((id, i) => `u${i}: user(id: "${id}") { id displayName handle }`);
    const truth = new Map<string, string>();
    for (let at = 0; at < about.length; at += 10) {
      const { data: users } = await club.run(`{ ${about.slice(at, at + 10).join(' ')} }`, {}, admin);
      for (const { id, displayName } of Object.values(users) as { id: string; displayName: string }[])
        truth.set(id, displayName);
    }
    const own = shown.filter(({ id }) => truth.has(id));
    expect(own).toHaveLength(2 * PEOPLE);
    expect(own.filter(({ id, displayName }) => truth.get(id) !== displayName)).toEqual([]);
  };

  test('over one person ends with every copy equal to the source', async () => {
    await severally(RENAMES, 8, (i) => rename(ids[0] as string, `Proteus ${i}`));
    await eventually(copiesEqualTheSource, 30_000);
  });

  test('over everybody at once ends with every copy equal to the source', async () => {
    await severally(PEOPLE * 5, PEOPLE, (i) => rename(ids[i % PEOPLE] as string, `Legion ${i}`));
    await eventually(copiesEqualTheSource, 30_000);
  });
});
