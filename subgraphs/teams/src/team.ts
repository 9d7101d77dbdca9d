import { line, newId, paragraph, UserError } from '@fieldhouse/kit';
import type { Team } from './__generated__/prisma/client.ts';

/** A team's name. */
export const teamName = (raw: string): string => line(raw, { min: 3, max: 60, path: 'name' });
/** A club's name. */
export const clubName = (raw: string): string => line(raw, { min: 3, max: 80, path: 'name' });
export const sport = (raw: string): string => line(raw, { max: 40, path: 'sport' });
export const ageGroup = (raw: string): string => line(raw, { max: 20, path: 'ageGroup' });
export const description = (raw: string): string => paragraph(raw, { max: 2000, path: 'description' });

/** How many places a team has, or no limit. */
export function capacity(raw: number | null | undefined): number | null | undefined {
  if (raw != null && (raw < 1 || raw > 1000))
    throw new UserError('VALIDATION', 'A team has 1 to 1000 places', 'capacity');
  return raw;
}

/** A slug as given, or made from the name. */
export function slug(raw: string | null | undefined, name: string): string {
  const chosen = raw?.trim().toLowerCase() ?? slugOf(name);
  if (!/^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/.test(chosen))
    throw new UserError('VALIDATION', 'A slug has 3 to 40 lower-case letters, digits and hyphens', 'slug');
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
    .slice(0, 40)
    .replace(/-+$/, '');
  return readable.length < 3 ? `club-${newId('clb').slice(-8)}` : readable;
}

/** Refuses changes to a team that was put away. */
export function ensureAlive({ archivedAt }: Pick<Team, 'archivedAt'>): void {
  if (archivedAt) throw new UserError('TEAM_ARCHIVED', 'The team is archived: restore it first');
}

/** Refuses changes that were made on the basis of an older version. */
export function ensureVersion(version: number, expected: number | null | undefined): void {
  if (expected != null && expected !== version)
    throw new UserError('STALE_VERSION', `The team has version ${version} by now`, 'expectedVersion');
}
