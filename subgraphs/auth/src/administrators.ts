import { UserError } from '@fieldhouse/kit';
import type { Resources, Tx } from './__generated__/database.ts';
import { PersonNow } from './__generated__/peers/users.ts';

/** Longer than a ban or a deletion takes in users: an older departure without an announcement may have failed. */
const DEPARTS_WITHIN_MS = 60_000;
const LOCK = 'auth administrators';

/** Holds back whoever else decides about an administrator, until this transaction ends. Before any row is locked. */
const alone = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`;

/** The administrators whom the club can count on now: neither banned nor about to be. */
const administrators = (tx: Tx, now: Date) =>
  tx.account.findMany({
    where: {
      roles: { has: 'ADMIN' },
      departures: { none: {} },
      OR: [{ banned: false }, { bannedUntil: { lte: now } }],
    },
    select: { id: true },
  });

/** Refuses to leave the club without an administrator. Every way of losing one is decided here, one at a time. */
export async function ensureAdminStays(tx: Tx, leaving: string, now: Date): Promise<void> {
  await alone(tx);
  const [first, ...others] = await administrators(tx, now);
  if (first?.id === leaving && others.length === 0)
    throw new UserError('LAST_ADMIN', 'The club would be left without an administrator', 'role');
}

/** Notes that a person is about to be banned or deleted, so that nobody counts on them from now on. */
export const beginDeparture = (
  resources: Pick<Resources, 'transact' | 'now'>,
  { departureId, userId }: { departureId: string; userId: string },
): Promise<void> =>
  resources.transact(async (tx) => {
    await ensureAdminStays(tx, userId, resources.now());
    const [account] = await tx.$queryRaw<unknown[]>`SELECT FROM "Account" WHERE "id" = ${userId} FOR UPDATE`;
    if (!account) return; // somebody without a login
    await tx.departure.createMany({ data: { id: departureId, accountId: userId }, skipDuplicates: true });
  });

/** The departure is no more: it was announced, or refused after all. */
export async function endDeparture(tx: Pick<Tx, 'departure'>, id: string | null | undefined): Promise<void> {
  if (id != null) await tx.departure.deleteMany({ where: { id } });
}

/** Decides; refused for want of an administrator, once more without the departures that came to nothing. */
export async function decide<T>(resources: Resources, decision: () => Promise<T>): Promise<T> {
  try {
    return await decision();
  } catch (error) {
    const isLast = error instanceof UserError && error.code === 'LAST_ADMIN';
    if (!isLast || (await forgetFailedDepartures(resources)) === 0) throw error;
    return decision();
  }
}

/** Forgets old departures of people who, as users says, are neither banned nor gone. */
async function forgetFailedDepartures({ db, ask, now }: Resources): Promise<number> {
  const old = { lt: new Date(now().getTime() - DEPARTS_WITHIN_MS) };
  const departures = await db.departure.findMany({ where: { createdAt: old, account: { roles: { has: 'ADMIN' } } } });
  let forgotten = 0;
  for (const { id, accountId: userId } of departures) {
    const { getUserProfile: person } = await ask(PersonNow, { userId });
    if (!person || person.status === 'BANNED') continue;
    forgotten += (await db.departure.deleteMany({ where: { id } })).count;
  }
  return forgotten;
}
