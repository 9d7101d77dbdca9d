import { line, UserError } from '@fieldhouse/kit';

/** The name the club calls a person by. */
export const displayName = (raw: string): string => line(raw, { max: 80, path: 'displayName' });

/** A handle as a person chose it; lower case, since links are compared that way. */
export function handle(raw: string): string {
  const chosen = raw.trim().toLowerCase();
  if (!/^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,29}$/.test(chosen))
    throw new UserError('VALIDATION', 'A handle has 3 to 30 letters, digits and single hyphens', 'handle');
  return chosen;
}

/** A first handle for a new person: from the name, made unique by the end of the id. */
export function firstHandle(name: string, userId: string): string {
  const stem = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 20);
  return `${stem.replace(/-+$/, '') || 'member'}-${userId.slice(-8)}`;
}

const COLORS = [
  '#c62828',
  '#ad1457',
  '#6a1b9a',
  '#4527a0',
  '#283593',
  '#1565c0',
  '#00695c',
  '#2e7d32',
  '#9e5c00',
  '#4e342e',
];

/** A person's avatar: the initials of the name, on a colour that stays with the person. */
export function avatar(name: string, userId: string): { initials: string; color: string } {
  const words = name
    .split(/[\s-]+/)
    .map((word) => [...word].find((letter) => /\p{L}|\p{N}/u.test(letter)))
    .filter((letter) => letter !== undefined);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  const index = Number.parseInt(userId.slice(-6), 16) % COLORS.length || 0;
  return { initials: picked.join('').toUpperCase() || '?', color: COLORS[index] as string };
}

/** A birth date: a real day, not in the future and within a human lifetime. */
export function birthDate(raw: string, today: Date): string {
  const earliest = `${today.getUTCFullYear() - 130}-01-01`;
  if (raw > today.toISOString().slice(0, 10) || raw < earliest)
    throw new UserError('VALIDATION', 'Not a possible birth date', 'birthDate');
  return raw;
}
