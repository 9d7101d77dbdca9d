import { line, NotFound, optional, RateLimited, UserError } from '@fieldhouse/kit';
import type { AuthContext } from '../__generated__/context.ts';
import type { Account } from '../__generated__/prisma/client.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { emailKey, openAccount } from '../accounts.ts';
import { beginDeparture, decide, endDeparture, ensureAdminStays } from '../administrators.ts';
import { rotateKeys } from '../keys.ts';
import { type Attempt, ensureDoorOpen, noteFailure, noteSuccess } from '../lockout.ts';
import { hashPassword, isPassword, newPassword } from '../passwords.ts';
import { granted, lockAccount, rolesAtFirst, setRoles, withdrawn } from '../roles.ts';
import {
  endSessions,
  ensureNotBanned,
  livingSessions,
  openSession,
  purgeSessions,
  signIn,
  tokensFor,
  trade,
} from '../sessions.ts';
import { settings } from '../settings.ts';

const REGISTRATIONS_AN_HOUR = 100;

const deviceName = (raw: string): string => line(raw, { max: 200, path: 'deviceName' });

/** What a program says it is, if that can be shown: nobody is kept out by a header. */
const programName = (agent: string): string => /^[\x20-\x7E]+/.exec(agent)?.[0].slice(0, 200).trim() || 'unknown';

const wrong = () => new UserError('INVALID_CREDENTIALS', 'E-mail and password do not belong together');

/** Compares a password behind the door that failures shut. */
async function checkPassword(
  { keyValue }: AuthContext,
  attempt: Attempt,
  password: string,
  account: Account | null,
): Promise<void> {
  await ensureDoorOpen(keyValue, attempt);
  if (await isPassword(password, account?.passwordHash ?? null)) return noteSuccess(keyValue, attempt);
  await noteFailure(keyValue, attempt);
  throw wrong();
}

const isKnownAddress = async ({ db, clientAddress: address }: AuthContext, account: Account | null) =>
  account !== null &&
  (await db.session.findFirst({ where: { accountId: account.id, address }, select: { id: true } })) !== null;

export const Mutation: MutationResolvers = {
  register: async (_, { input }, context) => {
    const email = emailKey(input.email);
    const displayName = line(input.displayName, { max: 80, path: 'displayName' });
    const password = newPassword(input.password, email);
    const registered = await context.keyValue.increment(`registered:${context.clientAddress}`, 3600);
    if (registered > REGISTRATIONS_AN_HOUR) throw new RateLimited('Too many registrations from this address');
    const roles = rolesAtFirst(settings.in(context).registration);
    await openAccount(context, { email, displayName, password, roles });
    return { accepted: true };
  },

  login: async (_, { input }, context) => {
    const email = emailKey(input.email);
    const device = optional(input.deviceName, deviceName) ?? programName(context.clientAgent);
    const account = await context.db.account.findUnique({ where: { email } });
    const attempt = { email, address: context.clientAddress, isKnownAddress: await isKnownAddress(context, account) };
    await checkPassword(context, attempt, input.password, account);
    if (!account) throw wrong();
    const { owner, ...opened } = await context.transact(async (tx, emit) => {
      await purgeSessions(tx, context.now());
      // Locked, so that a ban that comes at this very moment either refuses here or finds this session to end.
      const locked = await lockAccount(tx, account.id);
      ensureNotBanned(locked, context.now());
      return signIn(tx, emit, locked, { device, address: context.clientAddress }, context);
    });
    const tokens = await tokensFor(context, owner, opened);
    return { tokens, session: { ...opened.session, isNew: true }, user: owner };
  },

  refreshSession: async (_, { input }, context) => {
    const result = await trade(context, input.refreshToken, context.clientAddress);
    if ('refused' in result) throw result.refused;
    ensureNotBanned(result.account, context.now());
    return { tokens: await tokensFor(context, result.account, result) };
  },

  logout: (_, __, context) =>
    context.transact(async (tx, emit) => {
      const { viewer } = context;
      const [session] = await endSessions(tx, emit, viewer, [viewer.sessionId], 'LOGOUT', context);
      return { session: session ?? null };
    }),

  revokeSession: (_, { input: { sessionId } }, context) =>
    context.transact(async (tx, emit) => {
      const [session] = await endSessions(tx, emit, context.viewer, [sessionId], 'REVOKED', context);
      if (!session) throw new NotFound('No such session');
      return { session };
    }),

  revokeOtherSessions: (_, __, context) =>
    context.transact(async (tx, emit) => {
      const { viewer } = context;
      const others = (await livingSessions(tx, viewer.id)).filter((id) => id !== viewer.sessionId);
      return { count: (await endSessions(tx, emit, viewer, others, 'REVOKED', context)).length };
    }),

  changePassword: async (_, { input }, context) => {
    const { viewer, db } = context;
    const account = await db.account.findUniqueOrThrow({ where: { id: viewer.id } });
    const attempt = { email: account.email, address: context.clientAddress, isKnownAddress: true };
    const password = newPassword(input.newPassword, account.email, 'newPassword');
    await checkPassword(context, attempt, input.currentPassword, account);
    const passwordHash = await hashPassword(password);
    const { session, ...rest } = await context.transact(async (tx, emit) => {
      // Of two changes at once the second was checked against a password that is no longer the account's.
      const { passwordHash: current } = await lockAccount(tx, viewer.id);
      if (current !== account.passwordHash)
        throw new UserError('INVALID_CREDENTIALS', 'The password was changed meanwhile', 'currentPassword');
      const old = await tx.session.findUniqueOrThrow({ where: { id: viewer.sessionId } });
      await endSessions(tx, emit, viewer, await livingSessions(tx, viewer.id), 'PASSWORD_CHANGED', context);
      const changed = await tx.account.update({
        where: { id: viewer.id },
        data: { passwordHash, version: { increment: 1 } },
      });
      return {
        account: changed,
        ...(await openSession(tx, changed, { device: old.device, address: context.clientAddress }, context)),
      };
    });
    return { tokens: await tokensFor(context, rest.account, { session, refreshToken: rest.refreshToken }) };
  },

  grantRole: (_, { input: { userId, role } }, context) =>
    context.transact(async (tx, emit) => {
      const account = await lockAccount(tx, userId);
      await setRoles(tx, emit, context, userId, granted(account.roles, role));
      return { user: { id: userId } };
    }),

  revokeRole: (_, { input: { userId, role } }, context) =>
    decide(context, () =>
      context.transact(async (tx, emit) => {
        if (role === 'ADMIN') await ensureAdminStays(tx, userId, context.now());
        const account = await lockAccount(tx, userId);
        await setRoles(tx, emit, context, userId, withdrawn(account.roles, role));
        return { user: { id: userId } };
      }),
    ),

  rotateSigningKey: async (_, __, context) => ({ key: await rotateKeys(context) }),

  beginDeparture: async (_, { input }, context) => {
    await decide(context, () => beginDeparture(context, input));
    return {};
  },

  cancelDeparture: async (_, { input: { departureId } }, { db }) => {
    await endDeparture(db, departureId);
    return {};
  },
};
