import { FORMER_MEMBER, type JobResources, sqlOf, UserError } from '@fieldhouse/kit';
import type { Database, Tx } from './__generated__/database.ts';
import { tell } from './tell.ts';

const CLUB_ROLES = ['ADMIN', 'TRAINER', 'STAFF', 'MEMBER'];
const TEAM_ROLES = ['OWNER', 'COACH', 'ASSISTANT', 'MANAGER', 'CAPTAIN', 'PLAYER', 'SUPPORTER'];

/** Roles that narrow a broadcast: in the club, or on the team. */
export function rolesOf(raw: readonly string[] | null | undefined, teamId: string | null): string[] {
  const roles = [...new Set(raw ?? [])];
  const known = teamId ? TEAM_ROLES : CLUB_ROLES;
  if (raw?.length === 0 || roles.some((role) => !known.includes(role)))
    throw new UserError('VALIDATION', `Name roles among ${known.join(', ')}`, 'roles');
  return roles;
}

/** Whom a broadcast is for. */
export interface Audience {
  readonly teamId: string | null;
  /** All, where it names none. */
  readonly roles: readonly string[];
}

/** How many people that are. */
export async function countAudience(tx: Tx, audience: Audience): Promise<number> {
  const [row] = await sqlOf(tx)(`SELECT count(*)::int AS count FROM (${audienceSql(audience)}) AS audience`, [
    audience.teamId,
    [...audience.roles],
    '',
    FORMER_MEMBER.initials,
  ]);
  return Number(row?.count);
}

// Who has no role in the club was not let in; of a team that was left places remain.
const audienceSql = ({ teamId }: Audience): string => `
  SELECT "userId" FROM ${
    teamId
      ? `"TeamMember" AS own WHERE "teamId" = $1 AND "active" AND (cardinality($2::text[]) = 0 OR "role" = ANY($2))`
      : `"Account" AS own WHERE $1::text IS NULL AND cardinality("roles") > 0
           AND (cardinality($2::text[]) = 0 OR "roles" && $2::text[])`
  } AND "userId" > $3
    AND NOT EXISTS (SELECT FROM "Standing" AS standing WHERE standing."userId" = own."userId" AND standing."banned")
    AND NOT EXISTS (SELECT FROM "Person" AS person WHERE person."id" = own."userId" AND person."initials" = $4)`;

const BATCH = 200;

/** Writes a broadcast, batch by batch, until it is done. Each batch is noted with its effects, so whoever goes on begins where it ended. */
export async function writeBroadcast(id: string, job: JobResources<Database>): Promise<void> {
  while (!job.signal.aborted && (await writeBatch(id, job))) {
    // on to the next
  }
}

/** False when there is no more. */
const writeBatch = (id: string, { transact, now }: JobResources<Database>): Promise<boolean> =>
  transact(async (tx, emit, later) => {
    await sqlOf(tx)('SELECT FROM "Broadcast" WHERE "id" = $1 FOR UPDATE', [id]); // of two workers one waits
    const broadcast = await tx.broadcast.findUnique({ where: { id } });
    if (!broadcast || broadcast.finishedAt) return false;
    const { teamId, roles, lastUserId, channels, priority, actorId, done } = broadcast;
    const next = await sqlOf(tx)(`${audienceSql(broadcast)} ORDER BY "userId" LIMIT ${BATCH}`, [
      teamId,
      roles,
      lastUserId,
      FORMER_MEMBER.initials,
    ]);
    const userIds = next.map(({ userId }) => String(userId));
    const news = {
      category: 'BROADCAST',
      kind: 'message',
      priority,
      teamId,
      actorId,
      channels,
      broadcastId: id,
    } as const;
    await tell({ tx, emit, ...later, now }, { ...news, cause: `broadcast ${id}`, subjectId: teamId }, userIds);
    const isLast = userIds.length < BATCH;
    const written = done + userIds.length;
    await tx.broadcast.update({
      where: { id },
      data: {
        done: written,
        ...(isLast ? { finishedAt: now(), recipients: written } : { lastUserId: userIds.at(-1) ?? '' }),
      },
    });
    return !isLast;
  });
