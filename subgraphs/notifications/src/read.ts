import type { NotificationsContext } from './__generated__/context.ts';
import type { Notification } from './__generated__/prisma/client.ts';
import { type Facts, type Kind, type Text, textOf } from './texts.ts';

/** What reading looks into. */
export type Reading = Pick<NotificationsContext['load'], 'person' | 'team' | 'broadcast'>;

type Read = Pick<Notification, 'userId' | 'kind' | 'facts' | 'teamId' | 'subjectId' | 'broadcastId'>;

/** A notification in the words of whoever it is for: teams go by the name that they have now. */
export async function read(
  { userId, kind, facts, teamId, subjectId, broadcastId }: Read,
  load: Reading,
): Promise<Text> {
  const team = teamId ?? (subjectId?.startsWith('tem_') ? subjectId : null);
  const [person, named, broadcast] = await Promise.all([
    load.person.load(userId),
    team ? load.team.load(team) : null,
    broadcastId ? load.broadcast.load(broadcastId) : null,
  ]);
  const said = broadcast ? { title: broadcast.title, body: broadcast.body } : (facts as Facts);
  const { locale = 'en', timeZone = 'UTC' } = person ?? {};
  return textOf(kind as Kind, said, { locale, timeZone, teamName: named?.name ?? '' });
}

const PATHS: Readonly<Record<string, string>> = {
  evt: '/events/',
  tem: '/teams/',
  usr: '/people/',
  tou: '/tournaments/',
  mat: '/matches/',
};

/** Where an app shows what a notification is about. */
export function actionUrl(subjectId: string | null): string | null {
  const path = PATHS[subjectId?.slice(0, 3) ?? ''];
  return path ? path + subjectId : null;
}
