import { brokers } from './support/kafka-control.ts';
import { describeTransport } from './transport-conformance.ts';

describeTransport('the Kafka transport', () => ({ brokers: brokers() }));
