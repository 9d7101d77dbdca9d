import { FORMER_MEMBER } from '@fieldhouse/kit';
import type { DeletedUser, User } from './__generated__/prisma/client.ts';
import { firstHandle } from './profile.ts';

/** A person as resolvers know them: living, or what is left of somebody deleted. */
export type Person = User & { readonly gone?: true };

/** What a reference to somebody deleted resolves to: places in past events and teams keep their meaning without them. */
export const tombstone = ({ id, version, deletedAt }: DeletedUser): Person => ({
  id,
  gone: true,
  handle: firstHandle(FORMER_MEMBER.displayName, id),
  displayName: FORMER_MEMBER.displayName,
  givenName: null,
  familyName: null,
  bio: null,
  email: null,
  phone: null,
  birthDate: null,
  locale: 'en',
  timeZone: 'UTC',
  units: 'METRIC',
  visibility: 'CLUB',
  status: 'ACTIVE',
  approved: false,
  rolesVersion: 0,
  statusReason: null,
  bannedUntil: null,
  version,
  createdAt: deletedAt,
  searchText: '',
});
