import type { JobResources } from '@fieldhouse/kit';
import { BrokenCircuitError } from 'cockatiel';
import type { Database } from './__generated__/database.ts';
import { CATALOGUE, catalogueOf } from './catalogue.ts';
import { soundDetails } from './facts.ts';
import { providerIn } from './providers/index.ts';
import type { GameDetails, Provider } from './providers/provider.ts';
import { circuitFrom } from './upstream/circuit.ts';
import { UpstreamFailure } from './upstream/failure.ts';

type Job = JobResources<Database>;

/** The name of the job. */
export const DETAIL = 'detail';

/** So many games at a time, and then a pause: providers want to be asked slowly. */
const AT_A_TIME = 10;
const PAUSE_MS = 5_000;
const LONG_PAUSE_MS = 600_000;

const NOTHING: GameDetails = { description: null, screenshots: [], requirements: null };

/** Asks for what the list left out of games, the first of the list first, each once; goes on after a pause until there is no more. */
export async function fillDetails(job: Job): Promise<void> {
  const { db, cache, transact, now } = job;
  const provider = providerIn(job);
  const { source } = provider;
  if (!provider.details) return;
  const where = { source, listed: true, detailedAt: null };
  const games = await db.game.findMany({ where, orderBy: { rank: 'asc' }, take: AT_A_TIME });
  if (games.length === 0) return;
  const circuit = circuitFrom((await catalogueOf(db, source))?.circuit, now());
  let pauseMs = PAUSE_MS;
  for (const { id, sourceId } of games) {
    const asked = await circuit
      .call((own) => detailsOf(provider, sourceId, own), job.signal)
      .catch((error: unknown) => restAfter(error, sourceId, job));
    if (typeof asked === 'number') {
      pauseMs = asked;
      break;
    }
    const { requirements, screenshots, description } = asked ?? NOTHING;
    const data = { description, screenshots: [...screenshots], ...(requirements ? { requirements } : {}) };
    await db.game.update({ where: { id }, data: { ...data, detailedAt: now() } });
  }
  await cache.invalidate(CATALOGUE);
  await transact((_tx, _emit, { schedule }) => schedule('detailsDue', CATALOGUE, new Date(now().getTime() + pauseMs)));
}

const detailsOf = async ({ details }: Provider, sourceId: string, signal: AbortSignal): Promise<GameDetails | null> =>
  details ? soundDetails(await details(sourceId, signal), `Game ${sourceId}`) : null;

/** What a failure means: that this game has no details, or for how long the provider is left alone. */
function restAfter(error: unknown, sourceId: string, { log }: Job): null | number {
  if (error instanceof BrokenCircuitError) return LONG_PAUSE_MS;
  if (!(error instanceof UpstreamFailure)) throw error;
  log.warn({ error, sourceId }, 'no details of a game');
  return error.isPassing || error.restMs > 0 ? Math.max(error.restMs, LONG_PAUSE_MS) : null;
}
