import type { RunningSubgraph } from '@fieldhouse/kit';
import type { PostgresTransport } from '@fieldhouse/messaging';
import { settled } from '../settled.ts';
import type { Tell } from '../steps.ts';
import type { Infrastructure } from '../subgraphs.ts';
import { fillCalendar } from './attend.ts';
import { calendarOf } from './calendar.ts';
import { clientOf, severally } from './client.ts';
import * as op from './operations.ts';
import { enterPeople, signsIn } from './people.ts';
import { type PlannedTeam, planClub } from './plan.ts';
import { readGames, readsOf } from './reads.ts';
import type { Seeding } from './seeding.ts';
import { noteWhole } from './state.ts';
import { seedTournaments, TOURNAMENTS } from './tournaments.ts';

/** What the demo club is made on and with. */
export interface DemoSite extends Infrastructure {
  readonly bus: PostgresTransport;
  /** What was logged as gone wrong last. */
  readonly lastCause: () => string | undefined;
  readonly stopping: AbortSignal;
}

/**
 * Makes "Riverside Sports Club" on databases that await it; a first start shows a living club. It goes in phases: the
 * domains take in what one announces before the next begins, so that a slow machine has no two of them wait for each other.
 */
export async function seedDemo(site: DemoSite, running: ReadonlyMap<string, RunningSubgraph>, tell: Tell) {
  const { config, bus, stopping } = site;
  const client = clientOf(running, site);
  const plan = planClub();
  const admin = signsIn(client, config.adminEmail ?? '', config.adminPassword ?? '', config.accessTokenSeconds);
  const counting = (what: string, count: number) => counted(tell, what, count);
  const takenIn = (what: string) =>
    settled(bus, [...running.values()], { stopping, tell: (left) => tell(`${what}: ${left} events on their way`) });

  const number = plan.logins.length + plan.people.length + plan.waiting.length;
  const people = await enterPeople({ client, admin, done: counting('people', number) }, plan, config.demoPassword);
  await takenIn('people');

  const base = { client, admin, people, today: new Date() };
  const club = { name: 'Riverside Sports Club', slug: 'riverside', timeZone: 'Europe/London' };
  await client('teams', op.CREATE_CLUB, club, await admin());
  const places = plan.teams.reduce((sum, { players }) => sum + players.length + 1, 0);
  const rostering = { ...base, done: counting('rosters', places) };
  const teamIds = await severally(plan.teams, (team) => seedTeam(rostering, team));
  await takenIn('rosters');

  const calendars = plan.teams.map((team, index) => calendarOf(team, index, base.today));
  const scheduling = { ...base, done: counting('events', calendars.flat().length) };
  await severally(plan.teams, (team, index) =>
    fillCalendar(scheduling, { teamId: teamIds[index] as string, team, isFirst: index === 0 }, calendars[index] ?? []),
  );
  const reading = { client, done: counting('games read', readsOf(plan)) };
  await readGames(reading, plan, { password: config.demoPassword, lifeSeconds: config.accessTokenSeconds });
  await takenIn('events');

  await seedTournaments({ seeding: { ...base, done: counting('tournaments', TOURNAMENTS) }, plan, teamIds });
  const banned = { userId: people[plan.banned], reason: 'Repeatedly abusive on the sideline' };
  await client('users', op.BAN_USER, banned, await admin());
  noteWhole(config);
}

/** Counts up to a number, and tells. */
function counted(tell: Tell, what: string, of: number): () => void {
  let count = 0;
  return () => tell(`${what} ${++count} of ${of}`);
}

/** A team with its roster; its id. */
async function seedTeam({ client, admin, people, done }: Seeding, planned: PlannedTeam): Promise<string> {
  const { name, sport, ageGroup, capacity } = planned;
  const details = { name, sport, ageGroup, capacity };
  const { team } = await client<{ team: { id: string } }>('teams', op.CREATE_TEAM, details, await admin());
  const add = async (number: number, role: string, jerseyNumber?: number) => {
    const place = { teamId: team.id, userId: people[number], role, jerseyNumber };
    await client('teams', op.ADD_MEMBER, place, await admin());
    done();
  };
  await add(planned.coach, 'COACH');
  for (const [i, number] of planned.players.entries()) await add(number, i === 1 ? 'CAPTAIN' : 'PLAYER', i + 1);
  return team.id;
}
