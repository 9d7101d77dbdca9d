import { ensurePublicHost, errorCode, NotPublic, publicLookup } from '@fieldhouse/platform';
import { Agent, type Dispatcher, request } from 'undici';
import { UpstreamFailure } from './failure.ts';
import { restOf } from './rest.ts';

const DEADLINE_MS = 3_000;
const LARGEST = 4 * 1024 * 1024;

/** Names of this machine itself: who writes one of them into a setting means it. */
const HERE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * What a provider answers, as JSON. It has three seconds for all of it and four megabytes; it cannot send us elsewhere, and
 * its name must not lead into the house's own network.
 */
export async function getJson(url: URL, signal: AbortSignal): Promise<unknown> {
  const isHere = HERE.has(url.hostname);
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const agent = new Agent({ maxResponseSize: LARGEST, ...(isHere ? {} : { connect: { lookup: publicLookup } }) });
  try {
    if (!isHere) ensurePublicHost(url);
    return await read(await request(url, { dispatcher: agent, signal: AbortSignal.any([signal, deadline]), headers }));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof UpstreamFailure ? error : failureOf(error, deadline);
  } finally {
    await agent.destroy();
  }
}

const headers = { accept: 'application/json', 'user-agent': 'Fieldhouse' };

async function read({ statusCode, headers: said, body }: Dispatcher.ResponseData): Promise<unknown> {
  if (statusCode !== 200)
    throw new UpstreamFailure(
      statusCode >= 300 && statusCode < 400
        ? `Answered ${statusCode}: it is not followed elsewhere`
        : `Answered ${statusCode}`,
      { isPassing: statusCode >= 500, restMs: statusCode === 429 ? restOf(said['retry-after'], Date.now()) : 0 },
    );
  const text = await body.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new UpstreamFailure('Answered something that is not JSON');
  }
}

function failureOf(cause: unknown, deadline: AbortSignal): UpstreamFailure {
  if (deadline.aborted) return new UpstreamFailure(`Did not answer within ${DEADLINE_MS / 1000} s`, { cause });
  if (cause instanceof NotPublic) return new UpstreamFailure(cause.message, { cause });
  const code = errorCode(cause);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return new UpstreamFailure(`Answered more than ${LARGEST / 1024 / 1024} MB`, { cause });
  return new UpstreamFailure(`Cannot be reached${code ? `: ${code}` : ''}`, { cause, isPassing: true });
}
