import { NotFound, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Channel, DigestMode, NotificationCategory, Weekday } from './__generated__/prisma/enums.ts';
import { beforeEvent } from './before.ts';
import { CATALOGUE } from './catalogue.ts';
import { WEEKDAYS } from './when.ts';

interface Cell {
  readonly category: NotificationCategory;
  readonly channel: Channel;
  readonly mode: DigestMode;
}

/** The cells of the matrix that somebody sets: each once, and none that is not theirs to choose. */
export function cells(matrix: readonly Cell[]): readonly Cell[] {
  const places = new Set(matrix.map(({ category, channel }) => `${category} ${channel}`));
  if (places.size < matrix.length) throw new UserError('VALIDATION', 'Each category and channel once', 'matrix');
  const locked = matrix.find(({ category, mode }) => CATALOGUE[category].required && mode !== 'IMMEDIATE');
  if (locked) throw new UserError('CATEGORY_REQUIRED', `${locked.category} always comes at once`, 'matrix');
  return matrix;
}

interface QuietHoursInput {
  readonly start: string;
  readonly end: string;
  readonly days?: readonly Weekday[] | null | undefined;
  readonly allowHigh?: boolean | null | undefined;
}

/** Quiet hours as they are kept; every day where no days are named. */
export function quietHours({ start, end, days, allowHigh }: QuietHoursInput) {
  if (start === end) throw new UserError('VALIDATION', 'Quiet hours end at another time than they begin', 'quietHours');
  if (days?.length === 0) throw new UserError('VALIDATION', 'Quiet hours need a day on which they begin', 'quietHours');
  const quietDays = days ? WEEKDAYS.filter((day) => days.includes(day)) : [...WEEKDAYS];
  return { quietStart: start, quietEnd: end, quietDays, allowHigh: allowHigh ?? false };
}

export const NO_QUIET_HOURS = { quietStart: null, quietEnd: null, quietDays: [], allowHigh: false };

const MOST_REMINDERS = 5;

/** How long before events somebody wants to be reminded, each once. */
export function eventReminders(raw: readonly string[], path: string): string[] {
  if (raw.length > MOST_REMINDERS)
    throw new UserError('VALIDATION', `At most ${MOST_REMINDERS} reminders of an event`, path);
  return [...new Set(raw.map((it) => beforeEvent(it, path)))];
}

const LONGEST_DAYS = 366;

/** A time that lies ahead, at most a year. */
export function ahead(until: Date, now: Date, path: string): Date {
  const days = (until.getTime() - now.getTime()) / 86_400_000;
  if (days <= 0) throw new UserError('VALIDATION', 'Lies in the past', path);
  if (days > LONGEST_DAYS) throw new UserError('VALIDATION', `At most ${LONGEST_DAYS} days ahead`, path);
  return until;
}

/** Refuses to mute a team that the person is not on. */
export async function ensureOnTeam(tx: Tx, teamId: string, userId: string): Promise<void> {
  const place = await tx.teamMember.findUnique({ where: { teamId_userId: { teamId, userId } } });
  if (!place?.active) throw new NotFound('No such team');
}
