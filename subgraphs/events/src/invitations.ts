import { type OneReactionResources, sqlOf } from '@fieldhouse/kit';
import type { Database, Tx } from './__generated__/database.ts';
import type { Event, TeamMember } from './__generated__/prisma/client.ts';
import { invitation, isInvited } from './attendance.ts';
import { comingBefore } from './event.ts';

/** What a change of a place is taken in with. */
export type Hearing = Pick<OneReactionResources<Database>, 'tx' | 'now' | 'happenedAt'>;

/**
 * Brings a person's invitations to the team's coming events in line with their place on the team. An event whose roster
 * was read later than this change knows better already: a change that is heard late takes nothing from it.
 */
export const matchInvitations = (place: TeamMember, resources: Hearing): Promise<void> =>
  place.active && isInvited(place) ? invite(place, resources) : withdraw(place, resources);

/** Invites somebody to what is to come. */
async function invite({ teamId, userId, version }: TeamMember, { tx, now }: Hearing): Promise<void> {
  const where = { ...comingBefore(teamId, version, now()), status: 'SCHEDULED' as const };
  const events = await tx.event.findMany({ where, select: { id: true } });
  await addInvitations(
    tx,
    events.map(({ id: eventId }) => ({ eventId, userId })),
  );
}

interface Invited {
  readonly eventId: string;
  readonly userId: string;
}

/** Adds invitations that are not there yet; a late answer that turns out to be a member's counts again. */
async function addInvitations(tx: Tx, invited: readonly Invited[]): Promise<void> {
  const [eventIds, userIds] = [invited.map(({ eventId }) => eventId), invited.map(({ userId }) => userId)];
  const where = { eventId: { in: [...new Set(eventIds)] }, userId: { in: [...new Set(userIds)] } };
  const late = new Map((await tx.lateAnswer.findMany({ where })).map((it) => [`${it.eventId} ${it.userId}`, it]));
  await tx.attendance.createMany({
    data: invited.map(({ eventId, userId }) => ({
      ...invitation(eventId, userId),
      ...late.get(`${eventId} ${userId}`),
    })),
    skipDuplicates: true,
  });
  if (late.size > 0) await tx.lateAnswer.deleteMany({ where });
}

/**
 * Takes somebody's invitations away. An answer given since, before this was heard of, is put by: whoever is back on the
 * team was told that it is saved.
 */
async function withdraw({ teamId, userId, version }: TeamMember, { tx, now, happenedAt }: Hearing): Promise<void> {
  await tx.lateAnswer.deleteMany({ where: { userId, event: { teamId }, respondedAt: { lt: happenedAt } } });
  await sqlOf(tx)(WITHDRAW, [userId, teamId, version, now(), happenedAt]);
}

// One statement: an answer that is given at this moment is either seen here or finds no invitation.
const WITHDRAW = `
  WITH withdrawn AS (
    DELETE FROM "Attendance" AS invitation USING "Event" AS event
    WHERE event."id" = invitation."eventId" AND invitation."userId" = $1
      AND event."teamId" = $2 AND event."rosterVersion" < $3 AND event."startsAt" > $4::timestamptz
    RETURNING invitation.*)
  INSERT INTO "LateAnswer" ("eventId", "userId", "response", "note", "respondedAt")
  SELECT "eventId", "userId", "response", "note", "respondedAt" FROM withdrawn
  WHERE "respondedAt" >= $5::timestamptz
  ON CONFLICT ("eventId", "userId") DO UPDATE
    SET "response" = excluded."response", "note" = excluded."note", "respondedAt" = excluded."respondedAt"`;

/** Takes all that a person was invited to and that is still to come. */
export async function withdrawAll(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.attendance.deleteMany({ where: { userId, event: { startsAt: { gt: now } } } });
  await tx.lateAnswer.deleteMany({ where: { userId } });
}

/** Invites a roster to an event; who is invited already keeps their answer, who is not on the roster any more goes. */
export async function inviteRoster(
  tx: Tx,
  { id: eventId }: Pick<Event, 'id'>,
  roster: readonly Pick<TeamMember, 'userId' | 'role'>[],
): Promise<void> {
  const userIds = roster.filter(isInvited).map(({ userId }) => userId);
  await tx.attendance.deleteMany({ where: { eventId, userId: { notIn: userIds } } });
  await addInvitations(
    tx,
    userIds.map((userId) => ({ eventId, userId })),
  );
}
