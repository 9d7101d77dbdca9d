import { describeTransport } from './conformance/describe-transport.ts';
import { brokers } from './support/kafka-control.ts';

describeTransport('the Kafka transport', () => ({ brokers: brokers() }));
