import { NotPublic } from '@fieldhouse/platform';
import webPush from 'web-push';
import { addressOf } from '../mail/address.ts';
import { pushPayload, topicOf } from '../push/payload.ts';
import { ring } from '../push/ring.ts';
import { secret } from '../secrets.ts';
import { settings } from '../settings.ts';
import { type Channel, type Message, Undeliverable } from './channel.ts';

/** How long a push service keeps a message for a browser that is off: then it is no news. */
const SECONDS_TO_LIVE = 86_400;

const URGENCY = { LOW: 'low', NORMAL: 'normal', HIGH: 'high', CRITICAL: 'high' } as const satisfies Record<
  Message['priority'],
  webPush.Urgency
>;

/** Web Push, to each browser that a person subscribed with (RFC 8030, 8291 and 8292). */
export const webPushChannel: Channel = {
  channel: 'WEB_PUSH',
  isAvailable: () => true,
  targets: async (db, userIds) => {
    const where = { userId: { in: [...userIds] } };
    const rows = await db.pushSubscription.findMany({
      where,
      select: { id: true, userId: true },
      orderBy: { id: 'asc' },
    });
    const found = new Map<string, string[]>();
    for (const { id, userId } of rows) found.set(userId, [...(found.get(userId) ?? []), id]);
    return found;
  },
  send: async (message, attempt) => {
    const { db, key, signal, publicAgent } = attempt;
    const subscription = await db.pushSubscription.findUnique({ where: { id: message.to } });
    if (subscription?.userId !== message.userId) throw new Undeliverable('The browser is not subscribed any more');
    const { endpoint, p256dh, auth } = subscription;
    const request = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, pushPayload(message, key), {
      vapidDetails: { subject: subjectOf(settings.in(attempt)), ...(await secret(db, 'vapid')) },
      TTL: SECONDS_TO_LIVE,
      urgency: URGENCY[message.priority],
      topic: topicOf(key),
    });
    const status = await ring(request, { agent: publicAgent, signal }).catch(unlessNotPublic);
    if (status >= 200 && status < 300) return 'SENT';
    if (status === 404 || status === 410) {
      await db.pushSubscription.deleteMany({ where: { id: subscription.id, endpoint } });
      throw new Undeliverable('The subscription has expired');
    }
    if (status >= 400 && status < 500 && status !== 408 && status !== 429)
      throw new Undeliverable(`The push service refused it with ${status}`);
    throw new Error(`The push service answered ${status}`);
  },
};

const unlessNotPublic = (error: unknown): never => {
  if (error instanceof NotPublic) throw new Undeliverable(error.message, { cause: error });
  throw error;
};

/** Whom a push service may write to about what comes from here. */
const subjectOf = ({ publicUrl, mailFrom }: ReturnType<typeof settings.in>): string =>
  publicUrl?.startsWith('https:') ? publicUrl : `mailto:${addressOf(mailFrom)}`;
