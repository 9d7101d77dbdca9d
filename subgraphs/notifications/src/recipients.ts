import { FORMER_MEMBER, sqlOf } from '@fieldhouse/kit';
import type { Database, Tx } from './__generated__/database.ts';
import type { Channel, DigestMode, NotificationCategory } from './__generated__/prisma/enums.ts';
import { CATALOGUE } from './catalogue.ts';
import { channels } from './channels/index.ts';
import type { Wish } from './when.ts';
import { defaultWishes, quietHoursOf, type WishesOf } from './wishes.ts';

/** Why somebody hears nothing. */
export type Silence = 'GONE' | 'BANNED' | 'MUTED' | 'LEFT_TEAM' | 'SWITCHED_OFF' | 'UNREACHABLE';

/** Somebody who may be told something. */
export interface Recipient {
  readonly userId: string;
  /** Why they hear nothing at all, whatever the channel. */
  readonly silence: Silence | null;
  /** How they want it on a channel. */
  readonly wish: (channel: Channel) => Wish;
  /** The channels on which they are reached. */
  readonly reached: ReadonlySet<Channel>;
}

/** What they may be told. */
export interface Subject {
  readonly category: NotificationCategory;
  /** The team that it concerns. */
  readonly teamId?: string | null | undefined;
}

/** What somebody may wish of news depends on this. */
export const newsKey = ({ category, teamId }: Subject): string => `${category} ${teamId}`;

/** These people and how they want to hear of it, each with a fixed number of statements; who was deleted is left out. */
export async function recipientsOf(
  tx: Database | Tx,
  userIds: readonly string[],
  { category, teamId = null }: Subject,
  now: Date,
): Promise<Recipient[]> {
  const where = { userId: { in: [...userIds] } };
  const people = await sqlOf(tx)(PEOPLE, [[...userIds], teamId, now, FORMER_MEMBER.initials]);
  const wishes = new Map((await tx.notificationPreferences.findMany({ where })).map((it) => [it.userId, it]));
  const modes = new Map<string, DigestMode>();
  for (const it of await tx.preference.findMany({ where: { ...where, category } }))
    modes.set(`${it.userId} ${it.channel}`, it.mode);
  const targets = await Promise.all(channels.map((it) => it.targets(tx, userIds)));
  return (people as unknown as Found[]).map(({ userId, timeZone, silence }) => ({
    userId,
    silence: CATALOGUE[category].required ? null : silence,
    wish: (channel) => ({
      ...wishOf(wishes.get(userId) ?? defaultWishes, timeZone),
      mode: modes.get(`${userId} ${channel}`) ?? defaultMode(category, channel),
    }),
    reached: new Set<Channel>([
      'IN_APP',
      ...channels.filter((_, i) => targets[i]?.has(userId)).map(({ channel }) => channel),
    ]),
  }));
}

/** How a category comes on a channel unless somebody wants it otherwise. */
export const defaultMode = (category: NotificationCategory, channel: Channel): DigestMode =>
  CATALOGUE[category].defaultChannels.includes(channel) ? 'IMMEDIATE' : 'OFF';

const wishOf = (wishes: WishesOf, timeZone: string): Omit<Wish, 'mode'> => ({
  timeZone,
  quietHours: quietHoursOf(wishes),
  pausedUntil: wishes.pausedUntil,
  digestAt: wishes.digestAt,
  digestDay: wishes.digestDay,
});

interface Found {
  readonly userId: string;
  readonly timeZone: string;
  readonly silence: Silence | null;
}

// Whoever is deleted at this very moment waits for this transaction, and takes what it wrote along.
const PEOPLE = `
  SELECT asked.id AS "userId", coalesce(person."timeZone", 'UTC') AS "timeZone",
    CASE
      WHEN coalesce(standing."banned", false) THEN 'BANNED'
      WHEN $2::text IS NOT NULL AND NOT coalesce(place."active", false) THEN 'LEFT_TEAM'
      WHEN mute."teamId" IS NOT NULL AND (mute."until" IS NULL OR mute."until" > $3::timestamptz) THEN 'MUTED'
    END AS silence
  FROM unnest($1::text[]) AS asked (id)
  LEFT JOIN "Person" AS person ON person."id" = asked.id
  LEFT JOIN "Standing" AS standing ON standing."userId" = asked.id
  LEFT JOIN "TeamMember" AS place ON place."userId" = asked.id AND place."teamId" = $2
  LEFT JOIN "Mute" AS mute ON mute."userId" = asked.id AND mute."teamId" = $2
  WHERE person."initials" IS DISTINCT FROM $4 ORDER BY asked.id`;
