import type { Emit, Resources, Tx } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { AccountOf } from './__generated__/peers/auth.ts';
import type { User } from './__generated__/prisma/client.ts';
import { announceProfile } from './announce.ts';
import { firstHandle } from './profile.ts';
import { unbanned } from './standing.ts';

interface Registered {
  readonly userId: string;
  readonly email: string | null;
  readonly displayName: string;
  /** Whether the person is a member already; else an administrator has to let them in. */
  readonly approved?: boolean | null;
}

/** What auth knows of somebody who registered; `null` for an id that never did. */
export const accountOf = async ({ ask }: Pick<Resources, 'ask'>, userId: string) =>
  (await ask(AccountOf, { userId })).account ?? null;

/** Opens the empty profile of somebody who registered; one that is open already stays as it is. */
export const openProfile = (
  { transact }: Pick<Resources<Database>, 'transact'>,
  person: Registered,
): Promise<User | null> => transact((tx, emit) => openProfileIn(tx, emit, person));

/** As `openProfile`, inside a transaction; `null` for somebody who was deleted meanwhile. */
export async function openProfileIn(tx: Tx<Database>, emit: Emit, person: Registered): Promise<User | null> {
  if (await tx.deletedUser.findUnique({ where: { id: person.userId } })) return null;
  const { displayName } = person; // as auth took it, perhaps under older rules: whoever is in is not judged again
  const approved = person.approved === true;
  const { count } = await tx.user.createMany({
    data: {
      id: person.userId,
      handle: firstHandle(displayName, person.userId),
      displayName,
      email: person.email,
      approved,
      status: unbanned({ approved }),
    },
    skipDuplicates: true,
  });
  const user = await tx.user.findUniqueOrThrow({ where: { id: person.userId } });
  if (count === 1) await announceProfile(emit, user);
  return user;
}
