import { type PlannedEvent, workshop } from './calendar.ts';
import { chance } from './names.ts';
import * as op from './operations.ts';
import type { PlannedTeam } from './plan.ts';
import type { Seeding } from './seeding.ts';

/** A team that was made. */
interface MadeTeam {
  readonly teamId: string;
  readonly team: PlannedTeam;
  readonly isFirst: boolean;
}

const SOON_MS = 10 * 86_400_000;

/** A team's events, with their answers; the first team also has one that is full and one that was cancelled. */
export async function fillCalendar(
  seeding: Seeding,
  { teamId, team, isFirst }: MadeTeam,
  events: readonly PlannedEvent[],
): Promise<void> {
  for (const event of events) {
    await seedEvent(seeding, teamId, team, event);
    seeding.done();
  }
  if (isFirst) await seedExceptions(seeding, teamId, team);
}

async function createEvent(
  { client, admin }: Seeding,
  teamId: string,
  { isPast: _, ...input }: PlannedEvent,
): Promise<string> {
  const event = { teamId, ...input };
  return (await client<{ event: { id: string } }>('events', op.CREATE_EVENT, event, await admin())).event.id;
}

/** An event: with the attendance that staff noted if it is over, with answers if it is soon, as people answer late. */
async function seedEvent(
  seeding: Seeding,
  teamId: string,
  { players }: PlannedTeam,
  event: PlannedEvent,
): Promise<void> {
  const { client, admin, people, today } = seeding;
  const eventId = await createEvent(seeding, teamId, event);
  const random = chance(Date.parse(event.startsAt) / 1000);
  if (event.isPast) {
    const marks = players.map((number) => ({ userId: people[number], presence: pick(random(), PRESENCES) }));
    await client('events', op.MARK, { eventId, marks }, await admin());
    return;
  }
  if (Date.parse(event.startsAt) > today.getTime() + SOON_MS) return;
  for (const number of players.filter(() => random() < 0.5)) {
    const answer = { eventId, userId: people[number], response: pick(random(), RESPONSES) };
    await client('events', op.RESPOND, answer, await admin());
  }
}

const PRESENCES = ['PRESENT', 'PRESENT', 'PRESENT', 'PRESENT', 'LATE', 'EXCUSED', 'ABSENT'];
const RESPONSES = ['GOING', 'GOING', 'GOING', 'MAYBE', 'DECLINED'];
const pick = (share: number, from: readonly string[]) => from[Math.floor(share * from.length)];

/** One event that is full and one that was cancelled. */
async function seedExceptions(seeding: Seeding, teamId: string, { players }: PlannedTeam): Promise<void> {
  const { client, admin, people, today } = seeding;
  const full = await createEvent(seeding, teamId, workshop(today, 4));
  for (const number of players.slice(1, 5))
    await client('events', op.RESPOND, { eventId: full, userId: people[number], response: 'GOING' }, await admin());
  const off = await createEvent(seeding, teamId, { ...workshop(today, 20), title: 'Summer tournament' });
  await client('events', op.CANCEL_EVENT, { eventId: off, reason: 'The pitch is flooded' }, await admin());
}
