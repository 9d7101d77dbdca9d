import type { EventPayload } from '@fieldhouse/contracts';
import { type Emit, newId, type OneReactionResources, Unavailable, UserError } from '@fieldhouse/kit';
import type { Database, Tx } from './__generated__/database.ts';
import type { Event, Outcome } from './__generated__/prisma/client.ts';
import { looks } from './event.ts';
import { inviteRoster } from './invitations.ts';
import { holdTeam } from './teams.ts';

type MatchScheduled = EventPayload['MatchScheduled'];
type MatchConfirmed = EventPayload['MatchConfirmed'];
type Hearing = Pick<OneReactionResources<Database>, 'tx' | 'emit' | 'now'>;

/** Refuses to change by hand what follows a match. */
export function ensureOwn({ matchId }: Pick<Event, 'matchId'>, changes: Readonly<Record<string, unknown>>): void {
  const followed = ['title', 'kind', 'startsAt', 'endsAt', 'timeZone', 'place', 'status'];
  if (matchId !== null && followed.some((name) => changes[name] !== undefined))
    throw new UserError('EVENT_FOLLOWS_MATCH', 'This is a match of a tournament: it is changed there', 'eventId');
}

/** A match has a time, another one, or none any more: so it is in the calendar of each team that plays. */
export async function followMatch(match: MatchScheduled, { tx, emit, now }: Hearing): Promise<void> {
  const teamIds = match.sides.flatMap(({ teamId }) => teamId ?? []).toSorted(); // two at once wait in the same order
  const archived = new Set<string>();
  for (const teamId of teamIds) {
    const [team] = await holdTeam(tx, teamId);
    if (!team) throw new Unavailable('The team has not been heard of yet');
    if (team.archived) archived.add(teamId);
  }
  const known = await tx.event.findMany({ where: { matchId: match.matchId } });
  for (const event of known)
    if (match.scheduledAt === null || !teamIds.includes(event.teamId)) await callOff(tx, emit, event, match);
  if (match.scheduledAt === null) return;
  for (const teamId of teamIds) {
    const event = known.find((it) => it.teamId === teamId);
    if (event) await move(tx, emit, event, { match, now: now() });
    else if (!archived.has(teamId)) await enter(tx, emit, teamId, match);
  }
}

const isOld = ({ matchVersion }: Event, { version }: { readonly version: number }): boolean => matchVersion >= version;

async function callOff(tx: Tx, emit: Emit, event: Event, match: MatchScheduled): Promise<void> {
  if (isOld(event, match)) return;
  const news = { matchVersion: match.version };
  if (event.status === 'CANCELLED') {
    await tx.event.update({ where: { id: event.id }, data: news });
    return;
  }
  const reason = 'The match was taken out of the schedule';
  const data = { ...news, status: 'CANCELLED' as const, statusReason: reason, version: { increment: 1 } };
  const { id: eventId, version, teamId } = await tx.event.update({ where: { id: event.id }, data });
  await emit('EventCancelled', { eventId, version, teamId, reason });
}

/** What an event takes over from its match. */
const taken = ({ tournamentName, label, court, timeZone, version, ...match }: MatchScheduled) => ({
  title: `${tournamentName}: ${label}`.slice(0, 100),
  place: court ?? null,
  startsAt: new Date(match.scheduledAt as string),
  endsAt: new Date(match.scheduledUntil as string),
  timeZone,
  matchVersion: version,
});

async function move(tx: Tx, emit: Emit, event: Event, { match, now }: { match: MatchScheduled; now: Date }) {
  if (isOld(event, match)) return;
  const data = { ...taken(match), status: 'SCHEDULED' as const, statusReason: null, version: { increment: 1 } };
  const after = await tx.event.update({ where: { id: event.id }, data });
  // Whoever joined meanwhile was not invited to what was over, or called off.
  if (event.status === 'CANCELLED' || event.startsAt <= now) await invite(tx, after);
  await emit('EventUpdated', { ...looks(after), status: after.status });
}

async function enter(tx: Tx, emit: Emit, teamId: string, match: MatchScheduled): Promise<void> {
  const { matchId, organizerId: createdById } = match;
  const data = { id: newId('evt'), teamId, matchId, createdById, kind: 'GAME' as const, ...taken(match) };
  const event = await invite(tx, await tx.event.create({ data }));
  await emit('EventCreated', looks(event));
}

/** Invites whoever is on the team, as far as was heard; of what comes later the reactions take care. */
async function invite(tx: Tx, event: Event): Promise<Event> {
  const places = await tx.teamMember.findMany({ where: { teamId: event.teamId } });
  const rosterVersion = Math.max(event.rosterVersion, ...places.map(({ version }) => version));
  await inviteRoster(
    tx,
    event,
    places.filter(({ active }) => active),
  );
  return tx.event.update({ where: { id: event.id }, data: { rosterVersion } });
}

/** A match is decided: its events show how. */
export async function showResult(match: MatchConfirmed, { tx, emit }: Hearing): Promise<void> {
  const teams = match.sides.map(({ teamId }) => teamId ?? null);
  for (const [slot, teamId] of teams.entries()) {
    if (teamId === null) continue;
    const [ownScore, opponentScore] = [match.scores[slot] ?? null, match.scores[1 - slot] ?? null];
    const outcome = match.results[slot] as Outcome | undefined;
    await rewrite(tx, emit, { ...match, teamId }, { ownScore, opponentScore, outcome: outcome ?? null });
  }
}

/** A result was taken back. */
export const hideResult = (match: EventPayload['MatchReopened'], { tx, emit }: Hearing): Promise<void> =>
  rewrite(tx, emit, match, { ownScore: null, opponentScore: null, outcome: null });

async function rewrite(
  tx: Tx,
  emit: Emit,
  { matchId, version, teamId }: { readonly matchId: string; readonly version: number; readonly teamId?: string },
  result: Pick<Event, 'ownScore' | 'opponentScore' | 'outcome'>,
): Promise<void> {
  const events = await tx.event.updateManyAndReturn({
    where: { matchId, matchVersion: { lte: version }, ...(teamId === undefined ? {} : { teamId }) },
    data: { ...result, matchVersion: version, version: { increment: 1 } },
  });
  for (const event of events) await emit('EventUpdated', { ...looks(event), status: event.status });
}
