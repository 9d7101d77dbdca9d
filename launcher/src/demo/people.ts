import { type Client, severally } from './client.ts';
import * as op from './operations.ts';
import type { Plan } from './plan.ts';
import type { Seeding } from './seeding.ts';

interface Session {
  readonly id: string;
  readonly token: string;
}

async function signIn(client: Client, email: string, password: string): Promise<Session> {
  const { tokens, user } = await client<{ tokens: { accessToken: string }; user: { id: string } }>('auth', op.LOGIN, {
    email,
    password,
  });
  return { id: user.id, token: tokens.accessToken };
}

/** A token of somebody's, whenever it is asked for: they sign in again before the last one runs out. */
export function signsIn(client: Client, email: string, password: string, lifeSeconds: number): () => Promise<string> {
  let session: Promise<Session> | undefined;
  let staleAt = 0;
  return async () => {
    if (!session || Date.now() > staleAt) {
      session = signIn(client, email, password);
      staleAt = Date.now() + lifeSeconds * 500;
    }
    return (await session).token;
  };
}

/** Enters everybody, those with a login first; their ids by the plan's numbers. */
export async function enterPeople(
  { client, admin, done }: Pick<Seeding, 'client' | 'admin' | 'done'>,
  plan: Plan,
  password: string,
): Promise<string[]> {
  const create = async (displayName: string, approved: boolean) => {
    const input = { displayName, approved };
    const { user } = await client<{ user: { id: string } }>('users', op.CREATE_USER, input, await admin());
    done();
    return user.id;
  };
  const withLogin = severally(plan.logins, async ({ login, displayName, roles }) => {
    const email = `${login}@riverside.example`;
    await client('auth', op.REGISTER, { email, password, displayName });
    const { id } = await signIn(client, email, password);
    for (const role of roles) await client('auth', op.GRANT_ROLE, { userId: id, role }, await admin());
    done();
    return id;
  });
  const entered = severally(plan.people, (displayName) => create(displayName, true));
  const waiting = severally(plan.waiting, (displayName) => create(displayName, false));
  const [first, rest] = await Promise.all([withLogin, entered, waiting]);
  return [...first, ...rest];
}
