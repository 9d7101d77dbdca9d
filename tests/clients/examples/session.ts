/** Keeps somebody signed in: the access token for the next request, renewed when it has run out. */
export interface Session {
  /** For the Authorization header: `Bearer <accessToken>`; `null` once the session has ended. */
  readonly accessToken: () => string | null;
  /** New tokens for old. However many requests ask at once, the refresh token is sent once: it is good once. */
  readonly renew: () => Promise<void>;
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const TOKENS = 'tokens { accessToken refreshToken } userErrors { code message }';
const LOGIN = `mutation Login($input: LoginInput!) { answer: login(input: $input) { ${TOKENS} } }`;
const REFRESH = `mutation Refresh($input: RefreshSessionInput!) { answer: refreshSession(input: $input) { ${TOKENS} } }`;

/** Signs in; throws in words for people where that is refused (`INVALID_CREDENTIALS`, `RATE_LIMITED`, …). */
export async function signIn(url: string, email: string, password: string): Promise<Session> {
  let tokens: Tokens | null = await tokensFrom(url, LOGIN, { email, password });
  let renewing: Promise<void> | undefined;
  const renew = async () => {
    const refreshToken = tokens?.refreshToken;
    tokens = refreshToken ? await tokensFrom(url, REFRESH, { refreshToken }).catch(endedOr) : null;
  };
  return {
    accessToken: () => tokens?.accessToken ?? null,
    renew: () => {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
  };
}

/** What `userErrors` said: the person can do something about it. */
class Refused extends Error {
  readonly code: string;

  constructor({ code, message }: { code: string; message: string }) {
    super(message);
    this.code = code;
  }
}

interface Answer {
  readonly data?: { readonly answer?: { tokens: Tokens; userErrors: [] | [{ code: string; message: string }] } };
  readonly errors?: readonly { readonly message: string }[];
}

async function tokensFrom(url: string, query: string, input: object): Promise<Tokens> {
  // Without the old access token: one that has run out must not keep anybody from a new one.
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = (await response.json()) as Answer;
  if (!data?.answer) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status}`);
  const { tokens, userErrors } = data.answer;
  if (userErrors[0]) throw new Refused(userErrors[0]);
  return tokens;
}

/** A session that was ended elsewhere, or has run out, is over. Anything else, a lost network say, is for another try. */
function endedOr(error: unknown): null {
  if (error instanceof Refused) return null;
  throw error;
}
