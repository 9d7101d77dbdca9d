import { type Emit, NotFound, type Scope, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Account, Role } from './__generated__/prisma/client.ts';
import { type Denying, noteDenials } from './denials.ts';

/**
 * The scopes that roles give; access tokens carry them and schemas ask for them by `@requiresScopes`. Whoever has any
 * role is a member.
 */
export const scopesOf = (roles: readonly Role[]): Scope[] =>
  roles.length === 0 ? [] : [...new Set<Scope>(['member', ...roles.map(scopeOf)])];

const scopeOf = (role: Role) => role.toLowerCase() as Lowercase<Role>;

/** The roles somebody has who just registered: none where an administrator lets people in. */
export const rolesAtFirst = (registration: 'open' | 'approval'): Role[] => (registration === 'open' ? ['MEMBER'] : []);

/** The roles with one more; refuses a role the person has. */
export function granted(roles: readonly Role[], role: Role): Role[] {
  if (roles.includes(role)) throw new UserError('ALREADY_DONE', 'The person has this role', 'role');
  return [...roles, role];
}

/** The roles with one less; refuses a role the person does not have. */
export function withdrawn(roles: readonly Role[], role: Role): Role[] {
  if (!roles.includes(role)) throw new UserError('ALREADY_DONE', 'The person does not have this role', 'role');
  return roles.filter((other) => other !== role);
}

/** Gives an account exactly these roles; tokens with the old ones are refused once that is committed. */
export async function setRoles(tx: Tx, emit: Emit, resources: Denying, userId: string, roles: Role[]): Promise<void> {
  const data = { roles, version: { increment: 1 } };
  const { version } = await tx.account.update({ where: { id: userId }, data, select: { version: true } });
  await noteDenials(tx, new Map([[userId, version]]), resources);
  await emit('RolesChanged', { userId, version, roles });
}

/** The account, locked; no account, nothing to act upon. */
export async function lockAccount(tx: Tx, id: string): Promise<Account> {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Account" WHERE "id" = ${id} FOR UPDATE`;
  if (!locked) throw new NotFound('No such account');
  return tx.account.findUniqueOrThrow({ where: { id } });
}
