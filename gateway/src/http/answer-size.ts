import type { HttpResponse } from '@fieldhouse/platform';
import { refusal } from '../gatekeeper/refused.ts';

/** Refuses to send an answer that is too large: half of one would be worse than none. */
export function ensureFits({ body }: HttpResponse, limit: number): void {
  if (typeof body !== 'string') return;
  const bytes = Buffer.byteLength(body);
  if (bytes > limit)
    throw refusal(
      'COST_EXCEEDED',
      `The answer has ${bytes} bytes; the limit is ${limit}. What a mutation did is done: ask for less of it`,
    );
}
