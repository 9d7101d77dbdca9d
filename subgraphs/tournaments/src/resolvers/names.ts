import { FORMER_MEMBER, present } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import type { Participant } from '../__generated__/prisma/client.ts';

/** What a participant is called: a person and a team as this domain's own copies have it. */
export async function nameOf(
  { userId, teamId, guestName }: Participant,
  { load }: Pick<TournamentsContext, 'load'>,
): Promise<string> {
  if (userId !== null) return (await load.person.load(userId))?.displayName ?? FORMER_MEMBER.displayName;
  return teamId === null ? (guestName ?? '') : present(await load.team.load(teamId)).name;
}
