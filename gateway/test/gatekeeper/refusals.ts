import { Refused } from '../../src/gatekeeper/refused.ts';

/** Why something is refused, as `CODE message`; empty where it is not. */
export async function refusalsOf(check: () => unknown): Promise<readonly string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.errors.map(({ message, extensions }) => `${extensions?.code} ${message}`);
  }
}
