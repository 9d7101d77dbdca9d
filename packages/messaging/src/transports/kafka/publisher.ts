import type { Logger } from '@fieldhouse/platform';
import kafkajs, { type Kafka, type Producer, type Message as Sent } from 'kafkajs';
import type { Message } from '../../message.ts';
import { recordOf } from './cloud-event.ts';
import type { Topics } from './topics.ts';

/** The sending half of the transport. */
export interface Publisher {
  publish(messages: readonly Message[]): Promise<void>;
  stop(): Promise<void>;
}

// A broker refuses more than 1 MB for one partition in one request; all might go to one.
const CHUNK_BYTES = 768 * 1024;

/**
 * Sends in order, one request after the other. kafkajs' idempotent producer takes back its sequence numbers after any
 * failed send: if the broker had appended in spite of it, the next send gets the same numbers and is dropped by the
 * broker as a repeat, while we are told that it was stored. So a producer that failed once never sends again; its
 * successor has an identity of its own, and what was stored twice the inbox recognises.
 */
export function createPublisher(kafka: Kafka, topics: Topics, log: Logger): Publisher {
  let current: Promise<Producer> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function discard(reason: unknown): void {
    const failed = current;
    current = undefined;
    topics.forget();
    log.debug({ error: reason }, 'send failed, replacing the producer');
    failed?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  async function send(messages: readonly Message[]): Promise<void> {
    try {
      await topics.ensure(messages.map(({ topic }) => topic));
      current ??= connect(kafka);
      const producer = await current;
      for (const chunk of chunksOf(messages)) await producer.sendBatch({ acks: -1, topicMessages: byTopic(chunk) });
    } catch (error) {
      discard(error);
      throw error;
    }
  }

  return {
    publish(messages) {
      if (messages.length === 0) return Promise.resolve();
      const sent = turn.then(() => send(messages));
      turn = sent.catch(() => undefined);
      return sent;
    },
    async stop() {
      await turn;
      await current?.then((producer) => producer.disconnect());
    },
  };
}

async function connect(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return producer;
}

interface Outgoing {
  readonly topic: string;
  readonly record: Sent;
}

function chunksOf(messages: readonly Message[]): readonly (readonly Outgoing[])[] {
  const chunks: Outgoing[][] = [[]];
  let bytes = 0;
  for (const message of messages) {
    const record = recordOf(message);
    const size = 500 + Buffer.byteLength(String(record.value));
    if (bytes > 0 && bytes + size > CHUNK_BYTES) {
      chunks.push([]);
      bytes = 0;
    }
    bytes += size;
    chunks.at(-1)?.push({ topic: message.topic, record });
  }
  return chunks;
}

function byTopic(chunk: readonly Outgoing[]): { topic: string; messages: Sent[] }[] {
  const records = new Map<string, Sent[]>();
  for (const { topic, record } of chunk) {
    const others = records.get(topic);
    if (others) others.push(record);
    else records.set(topic, [record]);
  }
  return [...records].map(([topic, messages]) => ({ topic, messages }));
}
