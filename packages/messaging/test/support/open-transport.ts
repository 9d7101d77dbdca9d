import { kafkaTransport, postgresTransport, type Transport } from '../../src/index.ts';
import { log } from './database.ts';

/** Where messages travel in a test; plain data, so that it can be given to another process. */
export type Where = { readonly bus: string } | { readonly brokers: readonly string[] };

/** A transport as a process of its own would open it. */
export const openTransport = (where: Where): Promise<Transport> =>
  'bus' in where
    ? postgresTransport({ url: where.bus, log })
    : kafkaTransport({ brokers: where.brokers, clientId: 'fieldhouse-test', log });
