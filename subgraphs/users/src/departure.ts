import { NotFound, newId, type Resources, UserError } from '@fieldhouse/kit';
import { BeginDeparture, CancelDeparture } from './__generated__/peers/auth.ts';

/**
 * Bans or deletes a person, if auth lets them go: it alone knows the administrators, and decides about two at once one
 * after the other. Asked before the transaction, as a departure that auth heeds until `work` has announced it.
 */
export async function departing<T>(
  { ask, log }: Pick<Resources, 'ask' | 'log'>,
  userId: string,
  work: (departureId: string) => Promise<T>,
): Promise<T> {
  const departureId = newId('dep');
  const { beginDeparture } = await ask(BeginDeparture, { input: { userId, departureId } });
  const [refusal] = beginDeparture.userErrors;
  if (refusal) throw new UserError(refusal.code, refusal.message, 'userId');
  try {
    return await work(departureId);
  } catch (error) {
    // Refused by a rule: nothing was done. After any other failure it may have been, and auth asks when it matters.
    if (error instanceof UserError || error instanceof NotFound)
      await ask(CancelDeparture, { input: { departureId } }).catch((cause: unknown) =>
        log.warn({ error: cause, userId }, 'departure not cancelled'),
      );
    throw error;
  }
}
