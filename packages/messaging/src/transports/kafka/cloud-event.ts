import type { IHeaders, KafkaMessage, Message as Sent } from 'kafkajs';
import type { Message } from '../../message.ts';

/** A message as a CloudEvents 1.0 record (Kafka protocol binding, binary mode): what it is about is in the headers. */
export const recordOf = (message: Message): Sent => ({
  key: message.key,
  value: JSON.stringify(message.payload ?? null),
  headers: {
    ...message.headers,
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: message.id,
    ce_source: `/${message.source}`,
    ce_type: message.type,
    ce_subject: message.key,
    ce_time: message.occurredAt,
    ce_sequence: String(message.sequence),
  },
});

/** The message of a record; `undefined` when it is none, whoever wrote it. */
export function messageOfRecord(topic: string, { key, value, headers = {} }: KafkaMessage): Message | undefined {
  const { ce_id, ce_type, ce_source, ce_sequence, ce_time, ...others } = textsOf(headers);
  const message = {
    id: ce_id ?? '',
    topic,
    key: key?.toString() ?? '',
    type: ce_type ?? '',
    sequence: Number(ce_sequence),
    payload: payloadOf(value),
    source: ce_source?.replace(/^\//, '') ?? '',
    occurredAt: ce_time ?? '',
    headers: Object.fromEntries(Object.entries(others).filter(([name]) => !/^ce_|^content-type$/.test(name))),
  };
  return isStorable(message) ? message : undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether inbox and dead letters can hold it: otherwise it would block its partition for ever. */
const isStorable = ({ id, key, type, sequence, source, occurredAt }: Message): boolean =>
  UUID.test(id) &&
  Number.isSafeInteger(sequence) &&
  !Number.isNaN(Date.parse(occurredAt)) &&
  ![key, type, source].some((text) => text.includes('\0'));

/** Of a header given more than once the last counts. */
const textsOf = (headers: IHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value;
      return last === undefined ? [] : [[name, last.toString()]];
    }),
  );

/** What is not JSON stays text: no event looks like that, so the reaction refuses it and it becomes a dead letter. */
function payloadOf(value: Buffer | null): unknown {
  const text = value?.toString() ?? 'null';
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
