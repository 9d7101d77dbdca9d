import type { Emit } from '@fieldhouse/kit';
import type { User } from './__generated__/prisma/client.ts';
import { avatar } from './profile.ts';

/** Tells the house what a person looks like now. */
export const announceProfile = (emit: Emit, { id, displayName, version }: User): Promise<void> =>
  emit('UserProfileUpdated', { userId: id, version, displayName, ...avatar(displayName, id) });
