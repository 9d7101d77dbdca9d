import { describeRebuild } from './describe-rebuild.ts';

describeRebuild('through Apache Kafka', { KAFKA_BROKERS: process.env.KAFKA_BROKERS ?? '' });
