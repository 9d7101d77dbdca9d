import { randomBytes } from 'node:crypto';
import webPush from 'web-push';
import type { Database } from './__generated__/database.ts';

/** What this domain keeps secret, by name, and how it is made. */
const MAKE = {
  /** How this house identifies itself to push services (RFC 8292): browsers are subscribed to it, so it never changes. */
  vapid: () => ({ ...webPush.generateVAPIDKeys() }),
  /** Signs the links that end mails; mails are read years later. */
  unsubscribe: () => randomBytes(32).toString('base64url'),
} as const;

type Made<N extends keyof typeof MAKE> = ReturnType<(typeof MAKE)[N]>;

/** Makes what is not there yet. However many instances start at once, all have the same afterwards. */
export async function ensureSecrets(db: Pick<Database, 'secret'>): Promise<void> {
  const data = Object.entries(MAKE).map(([name, make]) => ({ name, value: make() }));
  await db.secret.createMany({ data, skipDuplicates: true });
}

/** A secret of this domain. */
export async function secret<N extends keyof typeof MAKE>(db: Pick<Database, 'secret'>, name: N): Promise<Made<N>> {
  const { value } = await db.secret.findUniqueOrThrow({ where: { name } });
  return value as Made<N>;
}
