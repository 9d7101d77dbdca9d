import { type Hands, severally } from './hands.ts';
import * as op from './operations.ts';
import type { Plan } from './plan.ts';
import type { Seeding } from './seed.ts';

interface Session {
  readonly id: string;
  readonly token: string;
}

async function signIn(hands: Hands, email: string, password: string): Promise<Session> {
  const { tokens, user } = await hands<{ tokens: { accessToken: string }; user: { id: string } }>('auth', op.LOGIN, {
    email,
    password,
  });
  return { id: user.id, token: tokens.accessToken };
}

/** A token of somebody's, whenever it is asked for: they sign in again before the last one runs out. */
export function signsIn(hands: Hands, email: string, password: string, lifeSeconds: number): () => Promise<string> {
  let session: Promise<Session> | undefined;
  let staleAt = 0;
  return async () => {
    if (!session || Date.now() > staleAt) {
      session = signIn(hands, email, password);
      staleAt = Date.now() + lifeSeconds * 500;
    }
    return (await session).token;
  };
}

/** Enters everybody, those with a login first; their ids by the plan's numbers. */
export async function enterPeople(
  { hands, admin, done }: Pick<Seeding, 'hands' | 'admin' | 'done'>,
  plan: Plan,
  password: string,
): Promise<string[]> {
  const create = async (displayName: string, approved: boolean) => {
    const input = { displayName, approved };
    const { user } = await hands<{ user: { id: string } }>('users', op.CREATE_USER, input, await admin());
    done();
    return user.id;
  };
  const withLogin = severally(plan.logins, async ({ login, displayName, roles }) => {
    const email = `${login}@riverside.example`;
    await hands('auth', op.REGISTER, { email, password, displayName });
    const { id } = await signIn(hands, email, password);
    for (const role of roles) await hands('auth', op.GRANT_ROLE, { userId: id, role }, await admin());
    done();
    return id;
  });
  const entered = severally(plan.people, (displayName) => create(displayName, true));
  const waiting = severally(plan.waiting, (displayName) => create(displayName, false));
  const [first, rest] = await Promise.all([withLogin, entered, waiting]);
  return [...first, ...rest];
}
