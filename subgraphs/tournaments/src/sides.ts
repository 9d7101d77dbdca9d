import type { EventPayload } from '@fieldhouse/contracts';
import type { Tx } from './__generated__/database.ts';
import type { Match, Participant } from './__generated__/prisma/client.ts';
import { participantsOf } from './rows.ts';

/** What the house is told of somebody who plays. */
export type Side = EventPayload['MatchReady']['sides'][number];

export const sideOf = ({ id, userId, teamId, guestName }: Participant): Side => ({
  participantId: id,
  userId,
  teamId,
  guestName,
});

/** Those who meet in some matches, by participant. */
export type Sides = ReadonlyMap<string, Side>;

/** Reads who meets in these matches, in one statement. */
export async function sidesIn(tx: Tx, rows: readonly Match[]): Promise<Sides> {
  const ids = [...new Set(rows.flatMap((row) => participantsOf(row).flatMap((id) => id ?? [])))];
  const found = ids.length > 0 ? await tx.participant.findMany({ where: { id: { in: ids } } }) : [];
  return new Map(found.map((participant) => [participant.id, sideOf(participant)]));
}

/** Who meets in a match, as far as they are known. */
export const sidesOf = (row: Match, sides: Sides): Side[] =>
  participantsOf(row).flatMap((id) => sides.get(id ?? '') ?? []);
