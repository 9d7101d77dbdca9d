import { Forbidden } from '@fieldhouse/kit';
import type { UsersContext } from './__generated__/context.ts';
import type { MutationResolvers } from './__generated__/resolvers.ts';

import { statusOf } from './standing.ts';

/** Refuses somebody who is known here as banned or gone, whatever their token says: the news may not have reached auth yet. */
export async function ensureWelcome({ visitor, load, now }: UsersContext): Promise<void> {
  if (!visitor) return;
  const user = await load.user.load(visitor.id);
  const isGone = user ? statusOf(user, now()) === 'BANNED' : (await load.deletedUser.load(visitor.id)) !== null;
  if (isGone) throw new Forbidden('This person is shut out');
}

type AnyMutation = (parent: unknown, args: unknown, context: UsersContext, info: unknown) => unknown;

/** The same mutations, for those who are welcome. */
export const forTheWelcome = (mutations: MutationResolvers): MutationResolvers =>
  Object.fromEntries(
    Object.entries(mutations as Record<string, AnyMutation>).map(([name, mutate]) => [
      name,
      async (parent: unknown, args: unknown, context: UsersContext, info: unknown) => {
        await ensureWelcome(context);
        return mutate(parent, args, context, info);
      },
    ]),
  );
