import type { Logger } from '@fieldhouse/platform';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Subscription } from '../../transport.ts';
import { backoff, pause } from '../../waiting/backoff.ts';
import { messageOfRecord } from './cloud-event.ts';
import type { Committer } from './committer.ts';

const SUB_BATCH = 500;
const HEARTBEAT_MILLISECONDS = 1_000;

/**
 * Hands a batch over in pieces, keeping our place in the group meanwhile. What the handler throws never reaches
 * kafkajs, which would take the consumer down and fetch the same again: the piece is tried again here.
 * Only what a heartbeat says about the group may be thrown.
 */
export async function consumeBatch(
  { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload,
  subscription: Subscription,
  committer: Committer,
  stopping: AbortSignal,
  log: Logger,
): Promise<void> {
  const isOurs = () => isRunning() && !isStale() && !stopping.aborted;
  for (let start = 0; start < batch.messages.length; start += SUB_BATCH) {
    const records = batch.messages.slice(start, start + SUB_BATCH);
    const beats = keepBeating(heartbeat);
    const consumed = await handOver(records, batch.topic, subscription, isOurs, stopping, log);
    clearInterval(beats);
    if (!consumed) return;
    const last = records.at(-1);
    if (last) {
      resolveOffset(last.offset);
      committer.consumed(batch.topic, batch.partition, last.offset);
    }
    await heartbeat();
  }
}

/** A reaction may take long or wait for its database; kafkajs limits these to one per interval of its own. */
const keepBeating = (heartbeat: () => Promise<void>): NodeJS.Timeout =>
  setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MILLISECONDS); // the next awaited one tells

/** True when the handler consumed the records; false when they are no longer ours to consume. */
async function handOver(
  records: readonly KafkaMessage[],
  topic: string,
  { group, handle }: Subscription,
  isOurs: () => boolean,
  stopping: AbortSignal,
  log: Logger,
): Promise<boolean> {
  const messages = records.flatMap((record) => {
    const message = messageOfRecord(topic, record);
    if (!message) log.error({ group, topic, offset: record.offset }, 'record is not a message of ours, skipped');
    return message ?? [];
  });
  for (let attempt = 1; isOurs(); attempt++) {
    try {
      if (messages.length > 0) await handle(messages);
      return true;
    } catch (error) {
      if (!stopping.aborted) log.error({ error, group, topic, attempt }, 'batch not consumed, trying again');
      await pause(backoff(attempt), stopping);
    }
  }
  return false;
}
