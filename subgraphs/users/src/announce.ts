import { type Announcement, announces, type Emit } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { User } from './__generated__/prisma/client.ts';
import { avatar } from './profile.ts';

/** What the house is told of a person. */
const profile = ({ id, displayName, version, locale, timeZone }: User) => ({
  userId: id,
  version,
  displayName,
  locale,
  timeZone,
  ...avatar(displayName, id),
});

/** Tells the house what a person looks like now. */
export const announceProfile = (emit: Emit, user: User): Promise<void> => emit('UserProfileUpdated', profile(user));

// Of those who were deleted before versions were kept it is not known, but there is nothing after it.
const LAST = 2_147_483_647;

/** For whoever keeps a copy of people: all who are here, who of them is shut out, and all who are gone. */
export const announcements: readonly Announcement<Database>[] = [
  announces({
    event: 'UserProfileUpdated',
    table: 'User',
    of: 'id',
    read: async (tx, ids) => (await tx.user.findMany({ where: { id: { in: ids } } })).map(profile),
  }),
  announces({
    event: 'UserBanned',
    table: 'User',
    of: 'id',
    read: async (tx, ids) => {
      const banned = await tx.user.findMany({ where: { id: { in: ids }, status: 'BANNED' } });
      return banned.map(({ id: userId, version, statusReason, bannedUntil: until }) => ({
        userId,
        version,
        reason: statusReason ?? '',
        until: until?.toISOString() ?? null,
      }));
    },
  }),
  announces({
    event: 'UserDeleted',
    table: 'DeletedUser',
    of: 'id',
    read: async (tx, ids) => {
      const gone = await tx.deletedUser.findMany({ where: { id: { in: ids } } });
      return gone.map(({ id: userId, version }) => ({ userId, version: version || LAST }));
    },
  }),
];
