import { line, NotFound, paginate, UserError } from '@fieldhouse/kit';
import type { MutationResolvers, QueryResolvers, UserResolvers } from '../__generated__/resolvers.ts';
import { keptMails } from '../mail/kept.ts';
import { subscribe } from '../push/subscribe.ts';
import { pushTarget } from '../push/subscription.ts';
import { secret } from '../secrets.ts';
import { switchOff } from '../unsubscribe.ts';
import { unsubscriptionOf } from '../unsubscribe-token.ts';

const deviceName = (raw: string): string => line(raw, { max: 100, path: 'device' });

/** Ways to people, and what went on them. */
export const ReachQuery: QueryResolvers = {
  webPushPublicKey: async (_, __, { db }) => (await secret(db, 'vapid')).publicKey,
  deliveryLog: (_, { userId, channel, status, ...args }, { db }) =>
    paginate(db.delivery, args, {
      where: { ...(userId ? { userId } : {}), ...(channel ? { channel } : {}), ...(status ? { status } : {}) },
      order: [{ createdAt: 'desc' }, { id: 'desc' }],
    }),
  keptMails: (_, __, { db }) => keptMails(db),
};

export const ReachMutation: MutationResolvers = {
  addPushSubscription: async (_, { input }, { viewer, clientAgent, transact, now }) => {
    const target = pushTarget(input);
    const device = input.device == null ? clientAgent.slice(0, 100).trim() || 'unknown' : deviceName(input.device);
    return transact(async (tx) => ({ subscription: await subscribe(tx, viewer.id, { ...target, device }, now()) }));
  },
  removePushSubscription: (_, { input: { subscriptionId } }, { viewer, transact }) =>
    transact(async (tx) => {
      const { count } = await tx.pushSubscription.deleteMany({ where: { id: subscriptionId, userId: viewer.id } });
      if (count === 0) throw new NotFound('No such subscription');
      return { subscriptionId };
    }),
  unsubscribe: async (_, { input: { token } }, { db, transact }) => {
    const unwanted = unsubscriptionOf(token, await secret(db, 'unsubscribe'));
    if (!unwanted) throw new UserError('TOKEN_INVALID', 'No mail of this house ends with this token', 'token');
    await transact((tx) => switchOff(tx, unwanted));
    return { ok: true };
  },
};

export const ReachUser: UserResolvers = {
  pushSubscriptions: ({ id }, _, { load }) => load.pushSubscriptions.load(id),
};
