import type { Tx } from './__generated__/database.ts';

/** Forgets somebody who is gone: what they were told, how they wanted it, and what they sent goes by no name. */
export async function forget(tx: Tx, userId: string): Promise<void> {
  const where = { userId };
  await tx.inbox.deleteMany({ where });
  await tx.delivery.deleteMany({ where });
  await tx.notification.deleteMany({ where });
  await tx.reminder.deleteMany({ where });
  await tx.reminderException.deleteMany({ where });
  await tx.preference.deleteMany({ where });
  await tx.notificationPreferences.deleteMany({ where });
  await tx.mute.deleteMany({ where });
  await tx.pushSubscription.deleteMany({ where });
  await tx.keptMail.deleteMany({ where });
}
