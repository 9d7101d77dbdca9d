import type { EventPayload } from '@fieldhouse/contracts';
import type { Message } from '@fieldhouse/messaging';
import { type Cache, PublicAgent, readOwnSettings } from '@fieldhouse/platform';
import { createAsk } from './ask.ts';
import { createPeople } from './asking-people.ts';
import type { Resources } from './context.ts';
import type { Databases } from './databases.ts';
import type { Subgraph } from './define-subgraph.ts';
import { createDenyList } from './deny-list.ts';
import type { Errand } from './errand.ts';
import type { Host } from './host.ts';
import type { AtOnce } from './reactions.ts';
import { createTransact, type DatabaseClient, type Following } from './transact.ts';

/** Gives out a subgraph's resources. */
export type ResourcesFor = (errand?: Errand) => Resources<DatabaseClient>;

/** What a subgraph has at hand, for whatever it has to do. */
export function createResources(
  { name, definition }: Subgraph,
  { forRequests: { db }, writers }: Databases,
  following: Following,
  { client, keyValue, cache, config, log, publicAgent = new PublicAgent(), ...host }: Host & { readonly cache: Cache },
): ResourcesFor {
  const { environment = {}, now = () => new Date() } = host;
  const askFor = createAsk(client, config.subgraphTimeoutMs);
  const settings = readOwnSettings(definition.settings?.declared ?? {}, environment);
  const lasting = { db, keyValue, cache, denyList: createDenyList(keyValue), config, settings, log, publicAgent, now };
  const announced = (messages: readonly Message[]) => doAtOnce(definition.atOnce ?? {}, messages, lasting);
  const transactFor = createTransact({ db, source: name, writers, ...following, announced });
  return (errand = {}) => {
    const ask = askFor(errand);
    return { ...lasting, transact: transactFor(errand), ask, people: createPeople(ask) };
  };
}

/** What fails here comes again with the event. */
async function doAtOnce(
  atOnce: AtOnce,
  messages: readonly Message[],
  resources: Pick<Resources, 'denyList' | 'config' | 'log'>,
): Promise<void> {
  for (const { type, payload } of messages) {
    const act = atOnce[type as 'RolesChanged'];
    await act?.(payload as EventPayload['RolesChanged'], resources).catch((error: unknown) =>
      resources.log.warn({ error, type }, 'not done at once, it follows with the event'),
    );
  }
}
