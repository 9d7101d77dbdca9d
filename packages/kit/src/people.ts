import type { EventPayload } from '@fieldhouse/contracts';
import type { Sql } from '@fieldhouse/messaging';
import { PersonProfile, type PersonProfileQuery } from './__generated__/peers/users.ts';
import type { Ask } from './ask.ts';
import { UserError } from './errors.ts';
import { inBatches, type Reactions } from './reactions.ts';
import { sqlOf } from './transact.ts';

/** What the users domain says of a person, right now. */
export type PersonSnapshot = NonNullable<PersonProfileQuery['getUserProfile']>;

/** Synchronous questions to the users domain. */
export interface People {
  /** The person, if there is one who may take part; else refuses with USER_NOT_ACTIVE. Ask before any row is locked. */
  active(userId: string, ...path: string[]): Promise<PersonSnapshot>;
}

/** People as the users subgraph answers for them. */
export const createPeople = (ask: Ask): People => ({
  active: async (userId, ...path) => {
    const { getUserProfile: person } = await ask(PersonProfile, { userId });
    if (person?.status !== 'ACTIVE') throw new UserError('USER_NOT_ACTIVE', 'No such person, or not active', ...path);
    return person;
  },
});

/** A row of the `Person` table that every domain has which shows names: a copy, never edited by its holder. */
export interface PersonCopy {
  readonly id: string;
  readonly displayName: string;
  readonly initials: string;
  readonly color: string;
  readonly version: number;
}

/** The copy that a snapshot gives. */
export const copyOf = ({ id, displayName, avatar, version }: PersonSnapshot): PersonCopy => ({
  id,
  displayName,
  ...avatar,
  version,
});

/** The stub a schema's `user: User @provides(fields: "displayName avatar { initials color }")` resolves to. */
export const personReference = ({ id, displayName, initials, color, version }: PersonCopy) => ({
  id,
  displayName,
  avatar: { initials, color },
  version,
});

/**
 * Writes copies of people in one statement, in the caller's transaction. An older version never replaces a newer one,
 * whatever order events arrive in; ids are sorted so that two writers cannot deadlock.
 */
export async function rememberPeople(tx: unknown, copies: readonly PersonCopy[]): Promise<void> {
  const newest = new Map<string, PersonCopy>();
  for (const copy of copies) if ((newest.get(copy.id)?.version ?? -1) < copy.version) newest.set(copy.id, copy);
  const rows = [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sqlOf(tx)(UPSERT, [
    rows.map((row) => row.id),
    rows.map((row) => row.displayName),
    rows.map((row) => row.initials),
    rows.map((row) => row.color),
    rows.map((row) => row.version),
  ] satisfies Parameters<Sql>[1]);
}

// Copies that are up to date are left out before the insert: ON CONFLICT would lock their rows for nothing.
const UPSERT = `
  INSERT INTO "Person" AS person ("id", "displayName", "initials", "color", "version")
  SELECT news.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[])
    AS news ("id", "displayName", "initials", "color", "version")
  WHERE NOT EXISTS (SELECT FROM "Person" AS known WHERE known."id" = news."id" AND known."version" >= news."version")
  ON CONFLICT ("id") DO UPDATE
    SET "displayName" = excluded."displayName", "initials" = excluded."initials",
        "color" = excluded."color", "version" = excluded."version"
    WHERE person."version" < excluded."version"`;

/**
 * Refuses to enter somebody who was deleted since users was asked. The copy stays locked: a deletion that is announced
 * from now on waits for this transaction, and finds what it entered.
 */
export async function ensureNotForgotten(tx: unknown, userId: string): Promise<void> {
  const [copy] = await sqlOf(tx)('SELECT "initials" FROM "Person" WHERE "id" = $1 FOR SHARE', [userId]);
  if (copy?.initials === FORMER_MEMBER.initials)
    throw new UserError('USER_NOT_ACTIVE', 'No such person, or not active', 'userId');
}

/** What is shown of somebody deleted; nobody's name has these initials. */
export const FORMER_MEMBER = { displayName: 'Former member', initials: '–', color: '#9e9e9e' } as const;

const forgotten = ({ userId: id, version }: EventPayload['UserDeleted']): PersonCopy => ({
  id,
  ...FORMER_MEMBER,
  version,
});

/** The reactions that keep the `Person` table equal to the users domain; spread them into a subgraph's own. */
export const keepsPeople = {
  UserProfileUpdated: inBatches<'UserProfileUpdated', unknown>((events, { tx }) =>
    rememberPeople(
      tx,
      events.map(({ userId, ...copy }) => ({ id: userId, ...copy })),
    ),
  ),
  UserDeleted: inBatches<'UserDeleted', unknown>((events, { tx }) => rememberPeople(tx, events.map(forgotten))),
} satisfies Reactions<unknown>;
