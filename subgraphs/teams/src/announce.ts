import type { Emit } from '@fieldhouse/kit';
import type { Team } from './__generated__/prisma/client.ts';

/** Tells the house what a team looks like now. */
export const announceTeam = (emit: Emit, { id: teamId, version, name, timeZone, archivedAt }: Team): Promise<void> =>
  emit('TeamUpdated', { teamId, version, name, timeZone, archived: archivedAt !== null });
