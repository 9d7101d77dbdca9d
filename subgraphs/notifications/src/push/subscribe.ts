import { newId, sqlOf, UserError } from '@fieldhouse/kit';
import type { Tx } from '../__generated__/database.ts';
import type { PushSubscription } from '../__generated__/prisma/client.ts';
import type { PushTarget } from './subscription.ts';

/** Browsers of one person that are told. */
const MOST = 10;

/**
 * Has a browser told of a person's news. It has one subscription, whoever is signed in there, which goes over to the
 * next; but not to somebody who knows its address and not its keys.
 */
export async function subscribe(
  tx: Tx,
  userId: string,
  { endpoint, p256dh, auth, device }: PushTarget & { readonly device: string },
  now: Date,
): Promise<PushSubscription> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`browsers of ${userId}`}, 0))`;
  const [{ id } = {}] = await sqlOf(tx)(SUBSCRIBE, [newId('psh'), userId, endpoint, p256dh, auth, device, now]);
  if (!id) throw new UserError('VALIDATION', 'Belongs to another browser', 'endpoint');
  const latest = { where: { userId }, orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }] };
  const beyond = await tx.pushSubscription.findMany({ ...latest, skip: MOST, select: { id: true } });
  await tx.pushSubscription.deleteMany({ where: { id: { in: beyond.map((it) => it.id) } } });
  return tx.pushSubscription.findUniqueOrThrow({ where: { id: String(id) } });
}

const SUBSCRIBE = `
  INSERT INTO "PushSubscription" AS known ("id", "userId", "endpoint", "p256dh", "auth", "device", "createdAt")
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT ("endpoint") DO UPDATE SET "userId" = excluded."userId", "p256dh" = excluded."p256dh",
    "auth" = excluded."auth", "device" = excluded."device", "createdAt" = excluded."createdAt"
  WHERE known."userId" = excluded."userId" OR (known."p256dh" = excluded."p256dh" AND known."auth" = excluded."auth")
  RETURNING "id"`;
