import { UserError } from '@fieldhouse/kit';
import type { User } from './__generated__/prisma/client.ts';

/** The status of somebody who is not banned: a ban lets nobody in. */
export const unbanned = ({ approved }: Pick<User, 'approved'>): User['status'] =>
  approved ? 'ACTIVE' : 'PENDING_APPROVAL';

/** A person's status now: a ban that has run out is over to the moment, before its timer has noted it. */
export const statusOf = (user: Pick<User, 'status' | 'bannedUntil' | 'approved'>, now: Date): User['status'] =>
  user.status === 'BANNED' && user.bannedUntil !== null && user.bannedUntil <= now ? unbanned(user) : user.status;

/** Refuses to let in somebody who is in already, or who is banned. */
export function ensureWaiting(user: User, now: Date): void {
  if (statusOf(user, now) !== 'PENDING_APPROVAL')
    throw new UserError('ALREADY_DONE', 'This person is not waiting for approval', 'userId');
}

const LONGEST_BAN_YEARS = 100;

const yearsAfter = (now: Date, years: number): Date => {
  const then = new Date(now);
  then.setUTCFullYear(now.getUTCFullYear() + years);
  return then;
};

/** Refuses a ban of oneself, one that is over before it begins or outlives everybody, and the very ban that is in force. */
export function ensureMayBan(user: User, ban: { by: string; reason: string; until: Date | null; now: Date }): void {
  if (user.id === ban.by) throw new UserError('VALIDATION', 'Nobody can ban themselves', 'userId');
  if (ban.until && ban.until <= ban.now)
    throw new UserError('VALIDATION', 'The end of a ban lies in the future', 'until');
  if (ban.until && ban.until > yearsAfter(ban.now, LONGEST_BAN_YEARS))
    throw new UserError('VALIDATION', 'A ban ends within 100 years, or never: leave `until` out', 'until');
  const same = user.bannedUntil?.getTime() === ban.until?.getTime() && user.statusReason === ban.reason;
  if (statusOf(user, ban.now) === 'BANNED' && same)
    throw new UserError('ALREADY_DONE', 'This very ban is in force', 'userId');
}

/** Refuses to lift a ban that does not exist. */
export function ensureBanned(user: User, now: Date): void {
  if (statusOf(user, now) !== 'BANNED') throw new UserError('ALREADY_DONE', 'This person is not banned', 'userId');
}

/** Refuses changes that were made on the basis of an older version. */
export function ensureVersion({ version }: Pick<User, 'version'>, expected: number | null | undefined): void {
  if (expected != null && expected !== version)
    throw new UserError('STALE_VERSION', `The profile has version ${version} by now`, 'expectedVersion');
}
