import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type Agent, request } from 'node:https';
import { finished } from 'node:stream/promises';
import type { RequestDetails } from 'web-push';

interface Way {
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** What a push service has to say besides its status is of no use here, and may be without end. */
const MOST_BYTES = 16_384;

/** Sends a request to a push service; the status that it answers. Redirects are not followed: they are an answer like others. */
export async function ring(
  { endpoint, method, headers, body }: RequestDetails,
  { agent, signal }: Way,
): Promise<number> {
  const asked = request(new URL(endpoint), { method, headers, agent, signal });
  asked.on('error', () => undefined); // once there is an answer, nobody else listens
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  await passOver(answer);
  return answer.statusCode ?? 0;
}

/** Reads to the end, so that the connection can be used again; one that goes on and on is given up. */
async function passOver(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) answer.destroy();
  });
  await finished(answer).catch(() => undefined); // it has said what counts
}
