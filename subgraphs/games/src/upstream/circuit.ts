import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { UpstreamFailure } from './failure.ts';

/** Failures in a row after which a provider is left alone, and for how long before the next attempt decides. */
const FAILURES = 3;
const REST_MS = 60_000;

const upstream = handleWhen((error) => error instanceof UpstreamFailure);
const passing = handleWhen((error) => error instanceof UpstreamFailure && error.isPassing);

/** What a breaker of cockatiel's notes of itself. */
interface Notes {
  readonly ownState: { readonly value: CircuitState; readonly openedAt?: number };
}

/**
 * The circuit breaker around a provider, as all instances know it: its notes are kept in the database. They are in the time
 * of the house; cockatiel goes by the machine's.
 */
export function circuitFrom(notes: unknown, now: Date) {
  const ahead = Date.now() - now.getTime();
  const breaker = circuitBreaker(upstream, {
    halfOpenAfter: REST_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
    ...(notes ? { initialState: shifted(notes as Notes, ahead) } : {}),
  });
  const patient = retry(passing, { maxAttempts: 1, backoff: new ExponentialBackoff({ initialDelay: 200 }) });
  const policy = wrap(breaker, patient);
  return {
    call: <T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> =>
      policy.execute(({ signal: own }) => work(own), signal),
    notes: (): object => shifted(breaker.toJSON() as Notes, -ahead),
  };
}

function shifted(notes: Notes, byMs: number): Notes {
  const { ownState } = notes;
  return ownState.openedAt ? { ...notes, ownState: { ...ownState, openedAt: ownState.openedAt + byMs } } : notes;
}

/** How a circuit with these notes stands, in a word. */
export function circuitState(notes: unknown, now: Date): 'CLOSED' | 'OPEN' | 'HALF_OPEN' {
  const { value, openedAt = 0 } = (notes as Notes | null)?.ownState ?? { value: CircuitState.Closed };
  if (value !== CircuitState.Open) return 'CLOSED';
  return openedAt + REST_MS <= now.getTime() ? 'HALF_OPEN' : 'OPEN';
}
