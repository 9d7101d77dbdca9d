import type { PersonSnapshot } from './asking-people.ts';
import { keepsCopy } from './copies/copy.ts';
import { UserError } from './errors.ts';
import { sqlOf } from './transact.ts';

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

/** The people whose names a subgraph shows: its `Person` table, kept equal to what the users domain announces. */
export const copiedPeople = keepsCopy<PersonCopy>({
  table: 'Person',
  key: ['id'],
  columns: ['displayName', 'initials', 'color'],
  of: {
    UserProfileUpdated: ({ userId: id, ...copy }) => ({ id, ...copy }),
    UserDeleted: ({ userId: id, version }) => ({ id, ...FORMER_MEMBER, version }),
  },
});
