import type { Logger } from '@fieldhouse/platform';
import {
  type Consumer,
  type ConsumerOptions,
  type Relay,
  startConsumer,
  startRelay,
  type Transport,
} from '../../src/index.ts';
import { log, uniqueName } from './database.ts';
import { eventually } from './eventually.ts';
import { openTransport, type Where } from './open-transport.ts';
import { type Effect, noteEffects, type Service, startService } from './service.ts';

/** A service that announces and a service that reacts, with a topic and a transport between them. */
export interface House {
  readonly where: Where;
  readonly topic: string;
  readonly group: string;
  readonly source: Service;
  readonly sink: Service;
  readonly transport: Transport;
  /** Another transport to the same place, as another process has it. */
  another(): Promise<Transport>;
  relay(transport?: Transport, log?: Logger): Promise<Relay>;
  consumer(options?: Partial<ConsumerOptions<unknown>>): Promise<Consumer>;
  /** Resolves with the effects when the sink has had that many. */
  effects(count: number): Promise<readonly Effect[]>;
  stop(): Promise<void>;
}

/** Builds a house; all that it starts stops with it. */
export async function startHouse(where: Where): Promise<House> {
  const topic = uniqueName('fieldhouse.things.thing');
  const group = uniqueName('sink');
  const running: { stop(): Promise<void> }[] = [];
  const kept = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    running.unshift(started);
    return started;
  };
  const source = await kept(startService({ topic }));
  const sink = await kept(startService({ topic }));
  const another = () => kept(openTransport(where));
  const transport = await another();
  return {
    where,
    topic,
    group,
    source,
    sink,
    transport,
    another,
    relay: (by = transport, heardBy = log) =>
      kept(startRelay({ pool: source.pool, url: source.url, transport: by, log: heardBy })),
    consumer: (options) => {
      const { pool, transact } = sink;
      const own = {
        group,
        topics: [topic],
        types: ['ThingChanged'],
        transport,
        pool,
        transact,
        react: noteEffects,
        log,
      };
      return kept(startConsumer({ ...own, ...options }));
    },
    effects: (count) =>
      eventually(async () => {
        const effects = await sink.effects();
        if (effects.length < count) throw new Error(`${effects.length} of ${count} effects so far`);
        return effects;
      }),
    stop: async () => {
      for (const part of running) await part.stop();
    },
  };
}

/** Changes many aggregates, several at a time; one after the other for each key. */
export async function changeMany(source: Service, keys: number, changes: number, wake: () => void = () => undefined) {
  const writer = async (key: string) => {
    for (let change = 0; change < changes; change++) {
      await source.change(key);
      wake();
    }
  };
  await Promise.all(Array.from({ length: keys }, (_, key) => writer(`thing-${key}`)));
}

/** What is wrong with the effects of `keys` aggregates that changed `changes` times each: nothing, it is hoped. */
export function faultsIn(effects: readonly Effect[], keys: number, changes: number): string[] {
  const faults: string[] = [];
  const reached = new Map<string, number>();
  for (const { key, sequence } of effects) {
    const last = reached.get(key) ?? 0;
    if (sequence !== last + 1) faults.push(`${key}: ${sequence} after ${last}`);
    reached.set(key, sequence);
  }
  const unfinished = [...reached].filter(([, sequence]) => sequence !== changes);
  for (const [key, sequence] of unfinished) faults.push(`${key}: ends at ${sequence}`);
  if (reached.size !== keys) faults.push(`${reached.size} of ${keys} aggregates`);
  return faults;
}
