import { type EventPayload, eventCatalog } from '@fieldhouse/contracts';
import { type OneReactionResources, sqlOf } from '@fieldhouse/kit';
import type { Database, Tx } from './__generated__/database.ts';
import type { Event } from './__generated__/prisma/client.ts';
import { CATALOGUE } from './catalogue.ts';
import { MEANINGS, type Meaning, type To, type ToldEvent } from './mapping.ts';
import { forgottenBefore } from './purge.ts';
import { type Telling, tell } from './tell.ts';
import type { Facts } from './texts.ts';

/** Tells people of an event, but for whoever did it, once: not if it was told already, however long ago, nor if it happened before this domain was there. */
export async function hearOf<N extends ToldEvent>(
  name: N,
  event: EventPayload[N],
  resources: OneReactionResources<Database>,
  facts: Facts = {},
): Promise<void> {
  const { tx, happenedAt, actorId } = resources;
  const cause = causeOf(name, event);
  if (happenedAt < forgottenBefore(resources.now()) || !(await isNew(tx, cause, happenedAt))) return;
  const { to, follows, ...news } = (MEANINGS[name] as (event: EventPayload[N]) => Meaning)(event);
  const concerned = await peopleIn(tx, to);
  // Whoever did it knows; but a sign-in may be somebody else's, and what follows from a deed is news to its doer too.
  const toldToAll = CATALOGUE[news.category].required || follows;
  const userIds = toldToAll ? concerned : concerned.filter((id) => id !== actorId);
  await tell(resources, { ...news, cause, facts: { ...news.facts, ...facts } }, userIds);
}

/** What texts say of an event. */
export const factsOf = ({ title, startsAt, endsAt, place }: Event) => ({
  title,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  place,
});

/** Tells somebody of an invitation that others have been told of. */
export async function inviteLate(telling: Telling, event: Event, userId: string): Promise<void> {
  const { id: eventId, teamId, version } = event;
  const { to: _, ...news } = MEANINGS.EventCreated({ eventId, teamId, version, kind: '', ...factsOf(event) });
  await tell(telling, { ...news, cause: `EventCreated ${eventId} 1` }, [userId]);
}

/** A fact has one name, in whichever message it comes. */
function causeOf<N extends ToldEvent>(name: N, event: EventPayload[N]): string {
  const of = event as unknown as Record<string, unknown>;
  const whose = of.participantId ?? of.userId ?? '';
  return [name, of[eventCatalog[name].key], event.version, whose].join(' ').trim();
}

/** Whoever is on a team but for those who only cheer is invited to what it does. */
export const invitedTo = async (tx: Tx, teamId: string): Promise<string[]> => {
  const where = { teamId, active: true, role: { not: 'SUPPORTER' } };
  return (await tx.teamMember.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
};

async function peopleIn(tx: Tx, to: To): Promise<readonly string[]> {
  if ('userIds' in to) return to.userIds;
  if ('invitedTo' in to) return invitedTo(tx, to.invitedTo);
  const teamIds = to.sides.flatMap(({ teamId }) => teamId ?? []);
  const role = to.staffOnly ? { in: [...STAFF] } : { not: 'SUPPORTER' as const };
  const where = { teamId: { in: teamIds }, active: true, role };
  const onTeams = await tx.teamMember.findMany({ where, select: { userId: true } });
  return [...to.sides.flatMap(({ userId }) => userId ?? []), ...onTeams.map(({ userId }) => userId)];
}

/** Those of a team who act for it. */
const STAFF = ['OWNER', 'COACH', 'ASSISTANT', 'MANAGER'] as const;

/** Notes, once, since when this domain tells people anything: what it hears of the time before is history. */
export const beginToTell = async (db: Database): Promise<void> => {
  await sqlOf(db)('INSERT INTO "Told" ("cause") VALUES ($1) ON CONFLICT DO NOTHING RETURNING "cause"', [BEGINNING]);
};

/** The name of the first note. */
export const BEGINNING = 'the beginning';

/** Notes that it is told; false where that is noted already. */
const isNew = async (tx: Tx, cause: string, happenedAt: Date): Promise<boolean> =>
  (await sqlOf(tx)(NOTE, [cause, happenedAt, BEGINNING])).length > 0;

// The clocks of two services may differ a little.
const NOTE = `
  INSERT INTO "Told" ("cause") SELECT $1
  WHERE $2::timestamptz > (SELECT "at" - interval '1 minute' FROM "Told" WHERE "cause" = $3)
  ON CONFLICT DO NOTHING RETURNING "cause"`;
