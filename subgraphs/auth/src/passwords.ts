import { RateLimited, UserError } from '@fieldhouse/kit';
import { hash, verify } from '@node-rs/argon2';

// OWASP's first choice for argon2id (2, the library's default): 19 MiB, two passes.
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const LONGEST_QUEUE = 100;

const COMMON = new Set(
  `password12 password123 passwort123 1234567890 0123456789 qwertyuiop qwertzuiop 1q2w3e4r5t iloveyou123 letmein1234
  welcome123 football123 baseball123 administrator changeme123`.split(/\s+/),
);

/** A password as it is hashed: the same characters give the same password on every keyboard. Refuses what is too easy. */
export function newPassword(raw: string, email: string, path = 'password'): string {
  if (raw.length > 200) throw new UserError('WEAK_PASSWORD', 'A password has at most 200 characters', path);
  const password = raw.normalize('NFKC');
  const plain = password.toLowerCase();
  const [local = ''] = email.toLowerCase().split('@');
  const isEasy =
    COMMON.has(plain) ||
    new Set(plain).size < 5 ||
    plain === email.toLowerCase() ||
    (local.length > 3 && plain.replace(local, '').length < 5);
  if (password.length < 10) throw new UserError('WEAK_PASSWORD', 'A password has at least 10 characters', path);
  if (isEasy) throw new UserError('WEAK_PASSWORD', 'This password is too easy to guess', path);
  return password;
}

/** Hashes a password. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

/** The hash of nothing anybody knows: what an unknown address is compared with, at the same cost. */
const nobodys = hash(`nobody ${Math.random()}`, COST);

/** Whether a password is the one; takes as long for an unknown account, whose hash is `null`. */
export async function isPassword(raw: string, known: string | null): Promise<boolean> {
  if (raw.length > 200) return false;
  const matches = await inTurn(async () => verify(known ?? (await nobodys), raw.normalize('NFKC')));
  return matches && known !== null;
}

let working = 0;
const waiting: (() => void)[] = [];

/** A few at a time: hashing is meant to be slow, and must not take every core from everybody else. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) {
    if (waiting.length >= LONGEST_QUEUE) throw new RateLimited('Too many people are signing in: try again in a moment');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  working += 1;
  try {
    return await work();
  } finally {
    working -= 1;
    waiting.shift()?.();
  }
}
