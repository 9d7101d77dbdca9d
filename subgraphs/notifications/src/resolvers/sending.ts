import { line, NotFound, newId, paragraph, UserError } from '@fieldhouse/kit';
import type { NotificationsContext } from '../__generated__/context.ts';
import type { Tx } from '../__generated__/database.ts';
import type { NotificationCategory } from '../__generated__/prisma/enums.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { countAudience, rolesOf } from '../broadcast.ts';
import { tell } from '../tell.ts';

const SENT_AN_HOUR = 100;
const BROADCASTS_AN_HOUR = 20;

const title = (raw: string): string => line(raw, { max: 200, path: 'title' });
const body = (raw: string): string => paragraph(raw, { max: 5000, path: 'body' });

const FREE: readonly NotificationCategory[] = ['TEAM', 'EVENT', 'ACCOUNT'];

/** Refuses categories that people cannot escape, or that say more than a person can. */
function ensureFree(category: NotificationCategory): void {
  if (!FREE.includes(category)) throw new UserError('VALIDATION', `Choose among ${FREE.join(', ')}`, 'category');
}

async function ensureFewer(most: number, what: string, { keyValue, viewer }: NotificationsContext): Promise<void> {
  if ((await keyValue.increment(`${what}:${viewer.id}`, 3600)) > most)
    throw new UserError('RATE_LIMITED', `At most ${most} an hour: try again later`);
}

async function ensureOpen(tx: Tx, teamId: string | null): Promise<void> {
  const team = teamId ? await tx.team.findUnique({ where: { id: teamId } }) : null;
  if (teamId && !team) throw new NotFound('No such team');
  if (team?.archived) throw new UserError('TEAM_ARCHIVED', 'The team is archived: restore it first', 'teamId');
}

/** What people tell each other. */
export const sendingMutations: MutationResolvers = {
  sendNotification: async (_, { input }, context) => {
    const { viewer, people, transact, now } = context;
    const facts = { title: title(input.title), body: body(input.body) };
    const category = input.category ?? 'TEAM';
    ensureFree(category);
    await ensureFewer(SENT_AN_HOUR, 'notifications sent', context);
    const { id: userId } = await people.active(input.userId, 'userId');
    return transact(async (tx, emit, later) => {
      const news = { cause: `sent ${newId('ntf')}`, category, kind: 'message', facts, actorId: viewer.id } as const;
      const how = { priority: input.priority ?? 'NORMAL', channels: [...(input.channels ?? [])] };
      const [sent] = await tell({ tx, emit, ...later, now }, { ...news, ...how }, [userId]);
      if (!sent) throw new UserError('USER_NOT_ACTIVE', 'No such person, or not active', 'userId');
      return { notification: await tx.notification.findUniqueOrThrow({ where: { id: sent.id } }) };
    });
  },

  broadcast: async (_, { input }, context) => {
    const { viewer, transact, now } = context;
    const words = { title: title(input.title), body: body(input.body) };
    const teamId = input.teamId ?? null;
    const audience = { teamId, roles: rolesOf(input.roles, teamId) };
    await ensureFewer(BROADCASTS_AN_HOUR, 'broadcasts', context);
    return transact(async (tx, _emit, { enqueue }) => {
      await ensureOpen(tx, teamId);
      const recipients = await countAudience(tx, audience);
      const how = { priority: input.priority ?? 'NORMAL', channels: [...(input.channels ?? [])] };
      const data = {
        id: newId('bro'),
        actorId: viewer.id,
        ...words,
        ...audience,
        ...how,
        recipients,
        createdAt: now(),
      };
      const broadcast = await tx.broadcast.create({ data });
      await enqueue('broadcast', broadcast.id);
      return { recipients, broadcast };
    });
  },
};
