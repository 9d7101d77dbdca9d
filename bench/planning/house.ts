import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the endpoint answered. */
export interface Answer {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A place for a house, and how to clear it. */
export async function site() {
  const directory = await mkdtemp(path.join(tmpdir(), 'fieldhouse-bench-'));
  return { directory, clear: () => rm(directory, { recursive: true, force: true }) };
}

export type Site = Awaited<ReturnType<typeof site>>;

/** A whole club in a process of its own, so that who measures does not slow down what is measured. */
export async function startHouse(environment: Readonly<Record<string, string>> = {}, place?: Site) {
  const { directory, clear } = place ?? (await site());
  const script = path.join(import.meta.dirname, '../../launcher/src/start.ts');
  const house = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, PORT: '0', DATA_DIR: directory, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressIn(house.stdout);
  const ask = async (body: object, token?: string): Promise<Answer> => {
    const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const headers = { 'content-type': 'application/json', ...authorization };
    return (await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Answer;
  };
  return {
    ask,
    signIn: async (email: string, password = 'riverside-demo'): Promise<string> => {
      const query = `mutation { login(input: { email: "${email}", password: "${password}" }) { tokens { accessToken } } }`;
      const { data } = await ask({ query });
      const { login } = data as { login: { tokens: { accessToken: string } } };
      return login.tokens.accessToken;
    },
    stop: async () => {
      const ended = once(house, 'exit');
      house.kill('SIGTERM');
      await ended;
      await clear();
    },
    /** As when the power fails; its place stays. */
    kill: async () => {
      const ended = once(house, 'exit');
      house.kill('SIGKILL');
      await ended;
    },
  };
}

/** The address that the start prints. Whatever comes afterwards is read too: a full pipe would hold the house up. */
const addressIn = (output: NodeJS.ReadableStream): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    output.on('data', (chunk) => {
      text += chunk;
      const [url] = /http:\/\/\S+\/graphql/.exec(text) ?? [];
      if (url) resolve(url);
    });
    output.once('end', () => reject(new Error(`The house did not open:\n${text}`)));
  });
