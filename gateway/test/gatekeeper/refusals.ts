import { Refused } from '../../src/gatekeeper/refused.ts';

/** Why something is refused, as `CODE message`; empty where it is not. */
export function refusalsOf(check: () => unknown): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.errors.map(({ message, extensions }) => `${extensions?.code} ${message}`);
  }
}
