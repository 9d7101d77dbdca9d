import {
  EVERY_VERSION,
  FORMER_MEMBER,
  line,
  NotFound,
  newId,
  optional,
  paginate,
  paragraph,
  refuseDuplicates,
  type Tx,
  UserError,
} from '@fieldhouse/kit';
import type { UsersContext } from './__generated__/context.ts';
import type { Database } from './__generated__/database.ts';
import { SoleOwnerships } from './__generated__/peers/teams.ts';
import type { Resolvers } from './__generated__/resolvers.ts';
import { announceProfile } from './announce.ts';
import { forTheWelcome } from './banned.ts';
import { departing } from './departure.ts';
import { avatar, birthDate, displayName, firstHandle, handle } from './profile.ts';
import { matching } from './search.ts';
import { ensureBanned, ensureMayBan, ensureVersion, ensureWaiting, statusOf, unbanned } from './standing.ts';
import { type Person, tombstone } from './tombstone.ts';

const given = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

/** The person, even if the announcement of their registration is still on its way. */
const find = async (userId: string, { load, openProfileOf }: UsersContext) => {
  const user = await load.user.load(userId);
  if (user) return user;
  const isDeleted = (await load.deletedUser.load(userId)) !== null; // known here: auth need not be asked
  return isDeleted ? null : openProfileOf(userId);
};

/** The person; refuses where there is none. */
const present = async (userId: string, context: UsersContext) => {
  const user = await find(userId, context);
  if (!user) throw new NotFound('No such person');
  return user;
};

/** Refuses every token of somebody deleted at once. auth does so as well when it hears of it: here it may fail. */
const refuseTokens = (userId: string, { denyList, log }: UsersContext) =>
  denyList
    .deny(new Map([[userId, EVERY_VERSION]]))
    .catch((error: unknown) => log.warn({ error, userId }, 'tokens not refused yet'));

const tombstoneOf = async (userId: string, { load }: UsersContext): Promise<Person | null> => {
  const deleted = await load.deletedUser.load(userId);
  return deleted && tombstone(deleted);
};

export const resolvers: Resolvers = {
  Query: {
    me: (_, __, context) => present(context.viewer.id, context),
    user: (_, { id }, { load }) => load.user.load(id),
    userByHandle: (_, { handle }, { load }) => load.userByHandle.load(handle.toLowerCase()),
    users: (_, { filter, ...args }, { db, now }) =>
      paginate(db.user, args, { where: matching(filter, now()), order: [{ displayName: 'asc' }, { id: 'asc' }] }),
    getUserProfile: async (_, { userId }, context) => {
      const user = await find(userId, context);
      return user && { ...user, status: statusOf(user, context.now()), avatar: avatar(user.displayName, user.id) };
    },
    usersExist: async (_, { userIds }, context) =>
      (await Promise.all(userIds.map((id) => find(id, context)))).map((user) => user !== null),
  },

  Mutation: forTheWelcome({
    updateProfile: async (_, { input }, context) => {
      const { viewer, transact, now } = context;
      const id = input.userId ?? viewer.id;
      await present(id, context);
      const changes = {
        handle: input.handle == null ? undefined : handle(input.handle),
        displayName: input.displayName == null ? undefined : displayName(input.displayName),
        givenName: optional(input.givenName, (raw) => line(raw, { max: 80, path: 'givenName' })),
        familyName: optional(input.familyName, (raw) => line(raw, { max: 80, path: 'familyName' })),
        bio: optional(input.bio, (raw) => paragraph(raw, { max: 1000, path: 'bio' })),
        phone: input.phone,
        birthDate: optional(input.birthDate, (raw) => birthDate(raw, now())),
      };
      return transact(async (tx, emit) => {
        // Writing first takes the row's lock: what follows is decided on the newest version, and rolled back if refused.
        const user = await changeUser(tx, id, changes);
        ensureVersion({ version: user.version - 1 }, input.expectedVersion);
        if (changes.displayName !== undefined) await announceProfile(emit, user);
        return { user };
      }).catch(refuseDuplicates({ handle: new UserError('HANDLE_TAKEN', 'Somebody else has this handle', 'handle') }));
    },

    updatePreferences: async (_, { input: { locale, timeZone, units, visibility } }, context) => {
      const { id } = context.viewer;
      await present(id, context);
      const changes = {
        locale: given(locale),
        timeZone: given(timeZone),
        units: given(units),
        visibility: given(visibility),
      };
      return context.transact(async (tx, emit) => {
        const user = await changeUser(tx, id, changes);
        if (changes.locale !== undefined || changes.timeZone !== undefined) await announceProfile(emit, user);
        return { user };
      });
    },

    createUser: (_, { input }, { transact, now }) => {
      const id = newId('usr');
      const name = displayName(input.displayName);
      const born = optional(input.birthDate, (raw) => birthDate(raw, now()));
      return transact(async (tx, emit) => {
        const approved = input.approved;
        const data = {
          id,
          handle: firstHandle(name, id),
          displayName: name,
          email: input.email,
          birthDate: born,
          approved,
          status: unbanned({ approved }),
        };
        const user = await tx.user.create({ data });
        await announceProfile(emit, user);
        return { user };
      });
    },

    approveUser: (_, { input: { userId } }, { transact, now }) =>
      transact(async (tx, emit) => {
        const waiting = await lockUser(tx, userId);
        ensureWaiting(waiting, now());
        const data = { status: 'ACTIVE' as const, approved: true, bannedUntil: null, statusReason: null };
        const user = await tx.user.update({ where: { id: userId }, data });
        await emit('UserApproved', { userId, version: user.version });
        return { user };
      }),

    banUser: async (_, { input: { userId, until = null, reason: raw } }, context) => {
      const ban = { by: context.viewer.id, reason: line(raw, { max: 500, path: 'reason' }), until, now: context.now() };
      ensureMayBan(await present(userId, context), ban);
      return departing(context, userId, (departureId) =>
        context.transact(async (tx, emit, { schedule, cancel }) => {
          ensureMayBan(await lockUser(tx, userId), ban);
          const data = { status: 'BANNED' as const, statusReason: ban.reason, bannedUntil: until };
          const user = await tx.user.update({ where: { id: userId }, data });
          const announced = { reason: ban.reason, until: until?.toISOString() ?? null, departureId };
          await emit('UserBanned', { userId, version: user.version, ...announced });
          await (until ? schedule('banEnds', userId, until, { userId }) : cancel('banEnds', userId));
          return { user };
        }),
      );
    },

    unbanUser: (_, { input: { userId } }, { transact, now }) =>
      transact(async (tx, emit, { cancel }) => {
        const banned = await lockUser(tx, userId);
        ensureBanned(banned, now());
        const user = await tx.user.update({
          where: { id: userId },
          data: { status: unbanned(banned), statusReason: null, bannedUntil: null },
        });
        await emit('UserUnbanned', { userId, version: user.version });
        await cancel('banEnds', userId);
        return { user };
      }),

    deleteUser: async (_, { input: { userId } }, context) => {
      await present(userId, context);
      const { soleOwnerships } = await context.ask(SoleOwnerships, { userId });
      if (soleOwnerships.length > 0)
        throw new UserError('OWNS_TEAMS', `Transfer these teams first: ${soleOwnerships.join(', ')}`, 'userId');
      await departing(context, userId, (departureId) =>
        context.transact(async (tx, emit, { cancel }) => {
          const { version } = await lockUser(tx, userId);
          await tx.user.delete({ where: { id: userId } });
          await tx.deletedUser.create({ data: { id: userId, version } });
          await emit('UserDeleted', { userId, version, departureId });
          await cancel('banEnds', userId);
        }),
      );
      await refuseTokens(userId, context);
      return { userId };
    },
  }),

  Subscription: {
    userChanged: (_, { id }, { load }) => load.user.load(id),
  },

  User: {
    __resolveReference: async ({ id }, context) => (await find(id, context)) ?? tombstoneOf(id, context),
    avatar: ({ displayName, id, gone }: Person) => (gone ? FORMER_MEMBER : avatar(displayName, id)),
    status: (user: Person, _, { now }) => (user.gone ? 'DELETED' : statusOf(user, now())),
    gameReads: ({ id }, args, { load }) => load.gameReadsPage.load({ of: id, args }),
  },

  // By the key that only its home resolves: whether there still is such a game is asked there.
  GameRead: { game: ({ gameId: nodeId }) => ({ nodeId }) },
};

type UsersTx = Tx<Database>;

/** Changes a person's row and counts its version up. It is locked by that: whoever else wants to change it waits. */
async function changeUser(tx: UsersTx, id: string, changes: Parameters<UsersTx['user']['updateMany']>[0]['data']) {
  const data = { ...changes, version: { increment: 1 } };
  const [user] = await tx.user.updateManyAndReturn({ where: { id }, data });
  if (!user) throw new NotFound('No such person');
  return user;
}

/** The person's row, locked and with its version counted up. */
const lockUser = (tx: UsersTx, userId: string) => changeUser(tx, userId, {});
