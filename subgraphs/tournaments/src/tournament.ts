import { line, newId, paragraph, UserError } from '@fieldhouse/kit';
import type { Tournament } from './__generated__/prisma/client.ts';

export const tournamentName = (raw: string): string => line(raw, { min: 3, max: 100, path: 'name' });
export const sport = (raw: string): string => line(raw, { max: 40, path: 'sport' });
export const description = (raw: string): string => paragraph(raw, { max: 5000, path: 'description' });
export const rules = (raw: string): string => paragraph(raw, { max: 5000, path: 'rules' });
export const reason = (raw: string): string => line(raw, { max: 500, path: 'reason' });
export const gameId = (raw: string): string => line(raw, { max: 60, path: 'gameId' });
export const guestName = (raw: string): string => line(raw, { max: 60, path: 'guestNames' });

/** What there is to win. */
export function prizes(raw: readonly string[]): string[] {
  if (raw.length > 20) throw new UserError('VALIDATION', 'At most 20 prizes', 'prizes');
  return raw.map((prize) => line(prize, { max: 100, path: 'prizes' }));
}

/** A number within bounds, or none. */
const whole =
  (least: number, most: number, path: string) =>
  (raw: number | null | undefined): number | null | undefined => {
    if (raw != null && (raw < least || raw > most))
      throw new UserError('VALIDATION', `Between ${least} and ${most}`, path);
    return raw;
  };

export const capacity = whole(2, 1024, 'capacity');
export const teamSize = whole(1, 50, 'teamSize');

/** A slug as given, or made from the name. */
export function slug(raw: string | null | undefined, name: string): string {
  const chosen = raw?.trim().toLowerCase() ?? slugOf(name);
  if (!/^[a-z0-9](?:[a-z0-9-]{1,58})[a-z0-9]$/.test(chosen))
    throw new UserError('VALIDATION', 'A slug has 3 to 60 lower-case letters, digits and hyphens', 'slug');
  return chosen;
}

/** What a link can have of a name; a name in another script gives nothing, and chance stands in. */
function slugOf(name: string): string {
  const readable = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return readable.length < 3 ? `tournament-${newId('tou').slice(-8)}` : readable;
}

type Times = Pick<Tournament, 'startsAt' | 'endsAt' | 'registrationOpensAt' | 'registrationClosesAt'>;

/** Refuses what ends before it begins. */
export function ensureTimes({ startsAt, endsAt, registrationOpensAt, registrationClosesAt }: Times): void {
  if (startsAt && endsAt && endsAt < startsAt)
    throw new UserError('VALIDATION', 'It cannot end before it starts', 'endsAt');
  if (registrationOpensAt && registrationClosesAt && registrationClosesAt <= registrationOpensAt)
    throw new UserError('VALIDATION', 'Registration cannot close before it opens', 'registrationClosesAt');
}

/** Refuses changes that were made on the basis of an older version. */
export function ensureVersion(version: number, expected: number | null | undefined): void {
  if (expected != null && expected !== version)
    throw new UserError('STALE_VERSION', `It has version ${version} by now`, 'expectedVersion');
}
