import type { RunningSubgraph } from '@fieldhouse/kit';
import type { Foundations } from '../subgraphs.ts';
import { calendarOf, type PlannedEvent, workshop } from './calendar.ts';
import { type Hands, handsOn, severally } from './hands.ts';
import { chance } from './names.ts';
import * as op from './operations.ts';
import { type Plan, type PlannedTeam, planClub } from './plan.ts';
import { noteWhole } from './state.ts';

interface Seeding {
  readonly hands: Hands;
  readonly admin: string;
  readonly today: Date;
  /** Ids by the plan's numbers. */
  readonly people: readonly string[];
}

/** Makes "Riverside Sports Club" on databases that await it; a first start shows a living club. */
export async function seedDemo({ config }: Foundations, running: ReadonlyMap<string, RunningSubgraph>): Promise<void> {
  const hands = handsOn(running);
  const plan = planClub();
  const admin = await signIn(hands, config.adminEmail ?? '', config.adminPassword ?? '');
  const people = await enterPeople(hands, plan, admin.token, config.demoPassword);
  const seeding = { hands, admin: admin.token, today: new Date(), people };
  await hands(
    'teams',
    op.CREATE_CLUB,
    { name: 'Riverside Sports Club', slug: 'riverside', timeZone: 'Europe/London' },
    admin.token,
  );
  await severally(plan.teams, (team, index) => seedTeam(seeding, team, index));
  await hands(
    'users',
    op.BAN_USER,
    { userId: people[plan.banned], reason: 'Repeatedly abusive on the sideline' },
    admin.token,
  );
  noteWhole(config);
}

async function signIn(hands: Hands, email: string, password: string): Promise<{ id: string; token: string }> {
  const { tokens, user } = await hands<{ tokens: { accessToken: string }; user: { id: string } }>('auth', op.LOGIN, {
    email,
    password,
  });
  return { id: user.id, token: tokens.accessToken };
}

async function enterPeople(hands: Hands, plan: Plan, admin: string, password: string): Promise<string[]> {
  const create = async (displayName: string, approved: boolean) => {
    const { user } = await hands<{ user: { id: string } }>('users', op.CREATE_USER, { displayName, approved }, admin);
    return user.id;
  };
  const withLogin = severally(plan.logins, async ({ login, displayName, roles }) => {
    const email = `${login}@riverside.example`;
    await hands('auth', op.REGISTER, { email, password, displayName });
    const { id } = await signIn(hands, email, password);
    for (const role of roles) await hands('auth', op.GRANT_ROLE, { userId: id, role }, admin);
    return id;
  });
  const entered = severally(plan.people, (displayName) => create(displayName, true));
  const waiting = severally(plan.waiting, (displayName) => create(displayName, false));
  const [first, rest] = await Promise.all([withLogin, entered, waiting]);
  return [...first, ...rest];
}

async function seedTeam(seeding: Seeding, planned: PlannedTeam, index: number): Promise<void> {
  const { hands, admin, people, today } = seeding;
  const { name, sport, ageGroup, capacity } = planned;
  const { team } = await hands<{ team: { id: string } }>(
    'teams',
    op.CREATE_TEAM,
    { name, sport, ageGroup, capacity },
    admin,
  );
  const add = (number: number, role: string, jerseyNumber?: number) =>
    hands('teams', op.ADD_MEMBER, { teamId: team.id, userId: people[number], role, jerseyNumber }, admin);
  await add(planned.coach, 'COACH');
  for (const [i, number] of planned.players.entries()) await add(number, i === 1 ? 'CAPTAIN' : 'PLAYER', i + 1);
  for (const event of calendarOf(planned, index, today)) await seedEvent(seeding, team.id, planned, event);
  if (index === 0) await seedExceptions(seeding, team.id, planned);
}

async function createEvent(
  { hands, admin }: Seeding,
  teamId: string,
  { isPast: _, ...input }: PlannedEvent,
): Promise<string> {
  const { event } = await hands<{ event: { id: string } }>('events', op.CREATE_EVENT, { teamId, ...input }, admin);
  return event.id;
}

/** An event with its answers, and with the attendance that staff noted if it is over. */
async function seedEvent(
  seeding: Seeding,
  teamId: string,
  { players }: PlannedTeam,
  event: PlannedEvent,
): Promise<void> {
  const { hands, admin, people } = seeding;
  const eventId = await createEvent(seeding, teamId, event);
  const random = chance(Date.parse(event.startsAt) / 1000);
  if (event.isPast) {
    const marks = players.map((number) => ({ userId: people[number], presence: pick(random(), PRESENCES) }));
    await hands('events', op.MARK, { eventId, marks }, admin);
    return;
  }
  for (const number of players.filter(() => random() < 0.5))
    await hands('events', op.RESPOND, { eventId, userId: people[number], response: pick(random(), RESPONSES) }, admin);
}

const PRESENCES = ['PRESENT', 'PRESENT', 'PRESENT', 'PRESENT', 'LATE', 'EXCUSED', 'ABSENT'];
const RESPONSES = ['GOING', 'GOING', 'GOING', 'MAYBE', 'DECLINED'];
const pick = (share: number, from: readonly string[]) => from[Math.floor(share * from.length)];

/** One event that is full and one that was cancelled. */
async function seedExceptions(seeding: Seeding, teamId: string, { players }: PlannedTeam): Promise<void> {
  const { hands, admin, people, today } = seeding;
  const full = await createEvent(seeding, teamId, workshop(today, 4));
  for (const number of players.slice(1, 5))
    await hands('events', op.RESPOND, { eventId: full, userId: people[number], response: 'GOING' }, admin);
  const off = await createEvent(seeding, teamId, { ...workshop(today, 20), title: 'Summer tournament' });
  await hands('events', op.CANCEL_EVENT, { eventId: off, reason: 'The pitch is flooded' }, admin);
}
