import { randomBytes } from 'node:crypto';

/** What the endpoint answers. `data` is what the test's own document selects. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own document, which no type knows here
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
}

/** Somebody who registered and signed in through the endpoint. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
}

/** Posts one operation to the endpoint, as somebody or as nobody. */
export type Run = (
  document: string,
  variables?: Record<string, unknown>,
  as?: { readonly token: string },
) => Promise<Answer>;

/** The public endpoint of a running house. */
export const endpoint =
  (url: string): Run =>
  async (query, variables, as) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(as ? { authorization: `Bearer ${as.token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };

const REGISTER =
  'mutation ($input: RegisterInput!) { register(input: $input) { accepted userErrors { code message } } }';
const LOGIN = `mutation ($input: LoginInput!) {
  login(input: $input) { tokens { accessToken refreshToken } user { id } userErrors { code message } }
}`;
const GRANT = 'mutation ($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code message } } }';

/** Signs somebody in. */
export async function signIn(run: Run, email: string, password: string): Promise<Person> {
  const answer = await run(LOGIN, { input: { email, password } });
  const { tokens, user } = answer.data?.login ?? {};
  if (!tokens) throw new Error(`${email} cannot sign in: ${JSON.stringify(answer)}`);
  return { id: user.id, email, password, token: tokens.accessToken, refreshToken: tokens.refreshToken };
}

/** Registers somebody new; roles are granted by an administrator, as in life. */
export async function newPerson(
  run: Run,
  admin: () => Promise<Person>,
  { displayName = 'Ada Lovelace', roles = [] as string[] } = {},
): Promise<Person> {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const password = `pass-${randomBytes(9).toString('base64url')}`;
  const { data, errors } = await run(REGISTER, { input: { email, password, displayName } });
  if (!data?.register?.accepted) throw new Error(`${displayName} cannot register: ${JSON.stringify(errors ?? data)}`);
  const person = await signIn(run, email, password);
  if (roles.length === 0) return person;
  for (const role of roles) await run(GRANT, { input: { userId: person.id, role } }, await admin());
  return signIn(run, email, password);
}
