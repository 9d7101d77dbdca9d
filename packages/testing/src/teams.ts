import { randomBytes } from 'node:crypto';
import { codes } from './answers.ts';
import type { Person, Run } from './people.ts';

/** A team for a test: its owner, who must be allowed to found one, and who else is on it, by role. */
export interface TeamOptions {
  readonly owner: Person;
  readonly name?: string;
  readonly members?: Readonly<Record<string, readonly Person[]>>;
}

const CLUB = 'mutation ($input: CreateClubInput!) { createClub(input: $input) { club { id } userErrors { code } } }';
const TEAM = 'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } userErrors { code } } }';
const ADD = 'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }';

/** Founds teams through the endpoint, in a club that is founded for the first of them. */
export function teamFounder(run: Run, admin: () => Promise<Person>) {
  const done = async (document: string, input: object, as: Person) => {
    const { data, errors } = await run(document, { input }, as);
    const payload = Object.values(data ?? {})[0] as Parameters<typeof codes>[0] & Record<string, { id: string }>;
    if (errors || codes(payload).length > 0) throw new Error(JSON.stringify(errors ?? payload));
    return payload;
  };
  const found = async () => {
    const slug = `test-${randomBytes(6).toString('hex')}`;
    return (await done(CLUB, { name: 'Riverside', slug, timeZone: 'Europe/Berlin' }, await admin())).club?.id ?? '';
  };
  let club: Promise<string> | undefined;
  return async ({ owner, name = 'Night Owls', members = {} }: TeamOptions): Promise<string> => {
    club ??= found();
    const made = await done(TEAM, { clubId: await club, name, sport: 'Football' }, owner);
    const teamId = made.team?.id ?? '';
    for (const [role, people] of Object.entries(members))
      for (const { id: userId } of people) await done(ADD, { teamId, userId, role }, owner);
    return teamId;
  };
}
