import { UserError } from '@fieldhouse/kit';
import type { KeyValue } from '@fieldhouse/platform';

/** How many failures are free, and how long the door then stays shut: doubling with each further one. */
interface Limit {
  readonly free: number;
  readonly firstSeconds: number;
  readonly longestSeconds: number;
}

const HOUR = 3600;
/** Somebody guessing one account's password from one address. */
const PAIR: Limit = { free: 5, firstSeconds: 10, longestSeconds: HOUR };
/**
 * One address trying many accounts; as a whole club can share an address, it never shuts for long, and never for
 * accounts whose owners signed in from there.
 */
const ADDRESS: Limit = { free: 50, firstSeconds: 10, longestSeconds: 60 };
/** Many addresses trying one account; it never shuts for long, and never for addresses the owner signed in from. */
const ACCOUNT: Limit = { free: 50, firstSeconds: 5, longestSeconds: 60 };

/** How long to wait after that many failures, in seconds. */
export const backoff = (failures: number, { free, firstSeconds, longestSeconds }: Limit): number =>
  failures < free ? 0 : Math.min(longestSeconds, firstSeconds * 2 ** Math.min(failures - free, 20));

/** One attempt to sign in. */
export interface Attempt {
  readonly email: string;
  readonly address: string;
  /** True where this account signed in from this address before: nobody else's failures shut that door. */
  readonly isKnownAddress: boolean;
}

const counters = ({ email, address, isKnownAddress }: Attempt): [string, Limit][] => [
  [`pair:${email}:${address}`, PAIR],
  ...(isKnownAddress
    ? []
    : ([
        [`address:${address}`, ADDRESS],
        [`account:${email}`, ACCOUNT],
      ] as [string, Limit][])),
];

/** Refuses an attempt while its door is shut; says for how long, and nothing of whether the account exists. */
export async function ensureDoorOpen(store: KeyValue, attempt: Attempt): Promise<void> {
  const waits = await Promise.all(counters(attempt).map(([key]) => store.secondsLeft(`shut:${key}`)));
  const seconds = Math.max(0, ...waits);
  if (seconds > 0) throw new UserError('RATE_LIMITED', `Too many attempts: try again in ${Math.ceil(seconds)} seconds`);
}

/** Notes a failure; counters are forgotten after a quiet hour. */
export async function noteFailure(store: KeyValue, attempt: Attempt): Promise<void> {
  await Promise.all(
    counters(attempt).map(async ([key, limit]) => {
      const seconds = backoff(await store.increment(`failed:${key}`, HOUR), limit);
      if (seconds > 0) await store.set(`shut:${key}`, '1', seconds);
    }),
  );
}

/** A success clears what the owner's own slips had counted at this address. */
export const noteSuccess = (store: KeyValue, { email, address }: Attempt): Promise<void> =>
  store.delete(`failed:pair:${email}:${address}`, `shut:pair:${email}:${address}`);
