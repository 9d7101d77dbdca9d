import { type Emit, newId, violatedIndex } from '@fieldhouse/kit';
import type { Resources } from './__generated__/database.ts';
import type { Account, Role } from './__generated__/prisma/client.ts';
import { hashPassword } from './passwords.ts';

/** An e-mail address as accounts are found by. */
export const emailKey = (raw: string): string => raw.trim().toLowerCase();

interface NewAccount {
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
  readonly roles: Role[];
}

/** Opens an account; `null` when the address has one already. Costs the same either way. */
export async function openAccount(
  { transact }: Pick<Resources, 'transact'>,
  { email, displayName, password, roles }: NewAccount,
): Promise<Account | null> {
  const passwordHash = await hashPassword(password);
  const data = { id: newId('usr'), email, displayName, passwordHash, roles };
  const open = async (tx: { account: { create(args: { data: typeof data }): PromiseLike<Account> } }, emit: Emit) => {
    const account = await tx.account.create({ data });
    const approved = roles.length > 0;
    await emit('UserCreated', { userId: account.id, version: account.version, email, displayName, approved, roles });
    return account;
  };
  return transact(open).catch((error: unknown) => {
    if (violatedIndex(error)?.includes('email')) return null;
    throw error;
  });
}

/** Makes the configured first administrator, once. */
export async function ensureFirstAdmin(resources: Resources): Promise<void> {
  const { adminEmail, adminPassword } = resources.config;
  if (!adminEmail || !adminPassword) return;
  const email = emailKey(adminEmail);
  const isThere = () => resources.db.account.findFirst({ where: { roles: { has: 'ADMIN' } } });
  if (await isThere()) return;
  const opened = await openAccount(resources, {
    email,
    password: adminPassword,
    displayName: 'Club Administrator',
    roles: ['ADMIN', 'MEMBER'],
  });
  if (opened) return resources.log.info({}, 'first administrator made');
  if (await isThere()) return; // another instance, starting at the same time, was first
  // Whoever registered first with the address has never proved that it is theirs: no rights come of it.
  resources.log.warn({}, 'no administrator: ADMIN_EMAIL belongs to somebody who registered; set another address');
}
