import { type ClubOptions, startClub } from './club.ts';
import { endpoint, newPerson, type Person, type Run, signIn } from './people.ts';
import { type TeamOptions, teamFounder } from './teams.ts';

/** A club seen from outside: by its endpoint alone. */
export interface Visit {
  readonly url: string;
  /** The endpoint of another gateway of the same house, where there is one. */
  readonly otherUrl: string;
  readonly run: Run;
  person(options?: { displayName?: string; roles?: string[] }): Promise<Person>;
  team(options: TeamOptions): Promise<string>;
  admin(): Promise<Person>;
  stop(): Promise<void>;
}

/**
 * The club that a journey visits: a running one where JOURNEY_URL names it (with JOURNEY_ADMIN_EMAIL and
 * JOURNEY_ADMIN_PASSWORD), else one started in this process, of the domains that it names. Journeys cannot tell the difference.
 */
export async function visitClub(options: Pick<ClubOptions, 'domains'> = {}): Promise<Visit> {
  const { JOURNEY_URL: url, JOURNEY_ADMIN_EMAIL: email = '', JOURNEY_ADMIN_PASSWORD: password = '' } = process.env;
  if (!url) {
    const club = await startClub({}, options);
    return { ...club, otherUrl: club.url };
  }
  const otherUrl = process.env.JOURNEY_OTHER_URL ?? url;
  const run = endpoint(url);
  const admin = () => signIn(run, email, password);
  const person = (options?: { displayName?: string; roles?: string[] }) => newPerson(run, admin, options);
  return { url, otherUrl, run, admin, person, team: teamFounder(run, admin), stop: async () => undefined };
}
