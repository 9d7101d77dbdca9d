import type { Later, Resources } from '@fieldhouse/kit';
import { BrokenCircuitError } from 'cockatiel';
import type { Database, Tx } from './__generated__/database.ts';
import type { Catalogue } from './__generated__/prisma/client.ts';
import { CATALOGUE, catalogueOf, digestOf, storeGames } from './catalogue.ts';
import { soundCatalogue } from './facts.ts';
import { providerIn } from './providers/index.ts';
import type { GameFacts, Provider } from './providers/provider.ts';
import { settings } from './settings.ts';
import { circuitFrom } from './upstream/circuit.ts';
import { UpstreamFailure } from './upstream/failure.ts';

type Working = Pick<Resources<Database>, 'db' | 'transact' | 'cache' | 'settings' | 'log' | 'now'>;

/** The name of the job and of what it is about: the house has one catalogue, which one instance refreshes at a time. */
export const REFRESH = 'refresh';
/** After the first failure; twice as long after each, up to an hour. */
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 3_600_000;

/** Whether the provider is to be asked: it never was, or its time has come. */
export const isDue = (known: Catalogue | null, now: Date): boolean =>
  !known?.nextRefreshAt || known.nextRefreshAt <= now;

/** Asks the provider, if that is still due, and stores what it says; whatever goes wrong, the last good catalogue stays. */
export async function refresh(resources: Working, signal: AbortSignal): Promise<void> {
  const { db, now } = resources;
  const provider = providerIn(resources);
  const known = await catalogueOf(db, provider.source);
  if (!isDue(known, now())) return;
  const circuit = circuitFrom(known?.circuit, now());
  try {
    const games = await circuit.call(async (own) => soundCatalogue(await provider.list(own)), signal);
    await succeed(resources, provider, games, circuit.notes());
  } catch (error) {
    if (!(error instanceof UpstreamFailure || error instanceof BrokenCircuitError)) throw error;
    await fail(resources, provider, error, circuit.notes());
  }
}

/** Stores a sound list and says when the next is due. */
async function succeed(
  resources: Working,
  { source, changes, details }: Provider,
  games: readonly GameFacts[],
  circuit: object,
) {
  const { transact, cache, log, now } = resources;
  const { refreshSeconds } = settings.in(resources);
  await transact(async (tx, _, later) => {
    const fetchedAt = now();
    await storeGames(tx, source, games, fetchedAt);
    const noted = { items: games.length, digest: digestOf(games), fetchedAt, failures: 0, lastError: null, circuit };
    await note(tx, source, { ...noted, restsUntil: null }, fetchedAt);
    if (details) await later.schedule('detailsDue', CATALOGUE, fetchedAt);
    if (changes) await due(tx, later, source, new Date(fetchedAt.getTime() + refreshSeconds * 1000));
  });
  // Where this is not heard, cached answers end by themselves within minutes.
  await cache.invalidate(CATALOGUE).catch((error: unknown) => log.warn({ error }, 'cached games not ended'));
}

/** Notes a failure, and when to try again. */
async function fail({ transact, log, now }: Working, { source }: Provider, error: Error, circuit: object) {
  const restMs = error instanceof UpstreamFailure ? error.restMs : 0;
  // A circuit that is open says nothing new of the provider.
  const news = error instanceof UpstreamFailure ? { lastError: error.message } : {};
  log.warn({ error, source }, 'games not refreshed, the last good catalogue stays');
  await transact(async (tx, _, later) => {
    const at = now();
    const restsUntil = restMs > 0 ? new Date(at.getTime() + restMs) : null;
    const { failures } = await note(tx, source, { ...news, circuit, restsUntil, failures: { increment: 1 } }, at);
    const backoffMs = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(failures - 1, 10));
    await due(tx, later, source, new Date(at.getTime() + Math.max(restMs, backoffMs)));
  });
}

type News = Parameters<Tx['catalogue']['update']>[0]['data'];

/** Notes what came of an attempt. */
async function note(tx: Tx, source: Catalogue['source'], news: News, attemptedAt: Date): Promise<Catalogue> {
  await tx.catalogue.createMany({ data: { source }, skipDuplicates: true });
  return tx.catalogue.update({ where: { source }, data: { ...news, attemptedAt, attempts: { increment: 1 } } });
}

/** Says when the provider is asked next. */
export async function due(tx: Tx, { schedule }: Pick<Later, 'schedule'>, source: Catalogue['source'], at: Date) {
  await tx.catalogue.update({ where: { source }, data: { nextRefreshAt: at } });
  await schedule('refreshDue', CATALOGUE, at);
}

/** Has the bundled list in place, and a provider asked that is due, before the first question comes. */
export async function prepareCatalogue(resources: Working): Promise<void> {
  const { transact, db } = resources;
  const provider = providerIn(resources);
  if (provider.changes) return transact((_, __, { enqueue }) => enqueue(REFRESH, CATALOGUE));
  const games = soundCatalogue(await provider.list(new AbortController().signal));
  const known = await catalogueOf(db, provider.source);
  if (known?.digest !== digestOf(games)) await succeed(resources, provider, games, {});
}
