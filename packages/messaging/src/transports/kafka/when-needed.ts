import type { Transport } from '../../transport.ts';
import type { KafkaOptions } from './client.ts';

/** Events through Apache Kafka, whose client only those load who have one. */
export async function kafkaTransport(options: KafkaOptions): Promise<Transport> {
  const transport = await import('./kafka-transport.ts');
  return transport.kafkaTransport(options);
}
