import type { Notification } from './__generated__/prisma/client.ts';
import type { Message } from './channels/channel.ts';
import type { Matter } from './digest.ts';
import { actionUrl, type Reading, read } from './read.ts';
import { digestTextOf } from './texts.ts';

/** A notification as a channel sends it. */
export async function messageOf(notification: Notification, to: string, load: Reading): Promise<Message> {
  const { userId, category, priority, subjectId } = notification;
  const { timeZone } = await clockOf(userId, load);
  const url = actionUrl(subjectId) ?? undefined;
  return { userId, to, timeZone, category, priority, url, ...(await read(notification, load)) };
}

/** A digest as a channel sends it: of each matter its latest news. */
export async function digestMessage(
  matters: readonly Matter<Notification>[],
  { userId, to }: { readonly userId: string; readonly to: string },
  load: Reading,
): Promise<Message> {
  const { timeZone, locale } = await clockOf(userId, load);
  const items = await Promise.all(
    matters.map(async ({ latest, count }) => {
      const { title, body } = await read(latest, load);
      const url = actionUrl(latest.subjectId) ?? undefined;
      return { title, body, url, category: latest.category, count, at: latest.createdAt };
    }),
  );
  const category = matters[0]?.latest.category ?? 'BROADCAST';
  return { userId, to, timeZone, category, priority: 'NORMAL', items, ...digestTextOf(items, locale) };
}

const clockOf = async (userId: string, { person }: Reading) =>
  (await person.load(userId)) ?? { timeZone: 'UTC', locale: 'en' };
