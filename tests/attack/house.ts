import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { outcomeOf, type Target, type Who } from './attack.ts';

const START = new URL('../../launcher/src/start.ts', import.meta.url).pathname;
const PASSWORD = 'riverside-demo';
/** Who is not answered by then never will be. */
const PATIENCE_MS = 40_000;

/** The demo club as `npm start` makes it, in a process and a folder of its own. */
export async function startHouse(): Promise<{ target: Target; pid: number; stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'fieldhouse-attack-'));
  const env = { PATH: process.env.PATH, PORT: '0', DATA_DIR: directory };
  // Its channel to this process tells it to stop, however this one ends.
  const child = spawn(process.execPath, ['--import', 'tsx', START], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { stdout } = child;
  if (!stdout) throw new Error('The house has no output');
  let url: string | undefined;
  for await (const line of createInterface({ input: stdout })) {
    url = /^ready (\S+)$/.exec(line)?.[1];
    if (url) break;
  }
  if (!url) throw new Error(`The house did not start (${child.exitCode})`);
  stdout.resume();
  return {
    target: await targetAt(url),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function targetAt(url: string): Promise<Target> {
  const [player, coach, admin] = await Promise.all(['player', 'coach', 'admin'].map((who) => signIn(url, who)));
  const tokens = { nobody: undefined, player, coach, admin };
  const post = async (body: unknown, as: Who = 'nobody', headers: Record<string, string> = {}) => {
    const token = tokens[as];
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return outcomeOf(response);
  };
  return { url, tokens, post };
}

async function signIn(url: string, who: string): Promise<string> {
  const input = { email: `${who}@riverside.example`, password: PASSWORD };
  const query = 'mutation ($input: LoginInput!) { login(input: $input) { tokens { accessToken } } }';
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data } = (await response.json()) as { data: { login: { tokens: { accessToken: string } } } };
  return data.login.tokens.accessToken;
}
