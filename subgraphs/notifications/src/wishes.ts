import type { NotificationPreferences } from './__generated__/prisma/client.ts';
import type { QuietHours } from './when.ts';

/** What somebody wishes, whoever it is. */
export type WishesOf = Omit<NotificationPreferences, 'userId'>;

/** What holds for whoever has said nothing. */
export const defaultWishes: WishesOf = {
  quietStart: null,
  quietEnd: null,
  quietDays: [],
  allowHigh: false,
  pausedUntil: null,
  digestAt: '08:00',
  digestDay: 'MONDAY',
  eventReminders: ['P1D'],
};

/** When somebody wants to be left alone every day. */
export const quietHoursOf = ({ quietStart, quietEnd, quietDays, allowHigh }: WishesOf): QuietHours | null =>
  quietStart && quietEnd ? { start: quietStart, end: quietEnd, days: quietDays, allowHigh } : null;
