export { type Consumer, type ConsumerOptions, startConsumer } from './consumer/consumer.ts';
export { purgeInbox } from './consumer/inbox.ts';
export type { Reacting } from './consumer/reactor.ts';
export type { Sql } from './database/sql.ts';
export { type DeadLetter, type DeadLetters, deadLetters } from './dead-letters/dead-letters.ts';
export type { Message } from './message.ts';
export { prepareMessaging } from './outbox/prepare.ts';
export { type Relay, type RelayOptions, startRelay } from './outbox/relay.ts';
export { writeOutbox } from './outbox/write.ts';
export type { Subscription, Transport } from './transport.ts';
export { postgresTransport } from './transports/postgres/postgres-transport.ts';

import type { Transport } from './transport.ts';
export async function kafkaTransport(_: unknown): Promise<Transport> {
  throw new Error('being written');
}
