import type { RunningSubgraph } from '@fieldhouse/kit';

/** The administrator that the bench's configuration makes. */
export const ADMIN = { email: 'bench@example.org', password: 'a-password-for-the-bench' };

/** People of the bench: entered and renamed through the users subgraph, as an administrator does. */
export async function people(running: ReadonlyMap<string, RunningSubgraph>, count: number) {
  const run = async (subgraph: string, query: string, variables: Record<string, unknown>, token?: string) => {
    const headers = { authorization: token && `Bearer ${token}`, 'x-client-address': '127.0.0.1' };
    const answer = await running.get(subgraph)?.answer({ query, variables }, headers, 'gateway');
    if (!answer?.data || answer.errors) throw new Error(JSON.stringify(answer?.errors));
    return Object.values(answer.data)[0] as Record<string, unknown>;
  };
  const { tokens } = await run('auth', LOGIN, { input: ADMIN });
  const token = (tokens as { accessToken: string }).accessToken;
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const { user } = await run('users', CREATE, { input: { displayName: `Person ${i}` } }, token);
    ids.push((user as { id: string }).id);
  }
  let names = 0;
  return {
    ids,
    /** Gives a person a new name; returns the version that carries it. */
    rename: async (userId: string): Promise<number> => {
      const { user } = await run(
        'users',
        RENAME,
        { input: { userId, displayName: `Person called ${names++}` } },
        token,
      );
      return (user as { version: number }).version;
    },
    /** The same mutation on something that nobody else is told. */
    describe: (userId: string) => run('users', RENAME, { input: { userId, bio: `Biography ${names++}` } }, token),
  };
}

/** The people of a bench. */
export type People = Awaited<ReturnType<typeof people>>;

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { tokens { accessToken } } }';
const CREATE = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const RENAME = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { version } } }';
