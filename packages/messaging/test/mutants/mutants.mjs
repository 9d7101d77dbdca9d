/**
 * Safeguards taken out one by one: what they guard against must turn a test red. `npm run mutants [-- name...]`.
 * Each: the file, the text to replace, what to put there, and the test file and name that notices.
 */
export const mutants = {
  'the inbox recognises no repeat': {
    file: 'consumer/inbox.ts',
    replace: 'return messages.filter(({ id }) => fresh.delete(id));',
    by: 'return messages;',
    test: ['postgres-transport.test', 'take effect once'],
  },
  'a relay takes lanes that are not its own': {
    file: 'outbox/relay.ts',
    replace: 'WHERE lane = ANY($1)',
    by: 'WHERE $1::int[] IS NOT NULL',
    test: ['relay.test', 'in the lanes of another'],
  },
  'a relay deletes before it publishes': {
    file: 'outbox/relay.ts',
    replace: 'const error = await failureToPublish(rows, transport);',
    by: `await client.query({ name: 'outbox-delete', text: DELETE, values: [rows.map(({ seq }) => seq)] });
         const error = await failureToPublish(rows, transport);`,
    test: ['relay.test', 'keeps what cannot be published'],
  },
  'a relay looks only ahead of what it has published': {
    file: 'outbox/relay.ts',
    replace: 'WHERE lane = ANY($1)',
    by: 'WHERE lane = ANY($1) AND seq >= (SELECT last_value FROM messaging.outbox_seq_seq)',
    test: ['relay.test', 'committed late'],
  },
  'offsets are committed before the effects': {
    file: 'transports/postgres/member.ts',
    replace: 'else if (await isConsumed(',
    by: 'else if (await commitRecords(client, group, records), await isConsumed(',
    test: ['postgres-transport.test', 'gave up when it stopped'],
  },
  'an outage is taken for the fault of a message': {
    file: 'consumer/failure.ts',
    replace: "=> OUTAGE_CODES.has(code) || OUTAGE_STATES.test(code))) return 'outage';",
    by: "=> OUTAGE_CODES.has(code) || OUTAGE_STATES.test(code))) return 'fault';",
    test: ['consumer.test', 'waits for'],
  },
  'a poisonous message is tried for ever': {
    file: 'consumer/reactor.ts',
    replace: 'fault: 2',
    by: 'fault: Infinity',
    test: ['consumer.test', 'sets aside many'],
  },
  'a dead letter is replayed without being claimed': {
    file: 'dead-letters/replay.ts',
    replace: 'replayed_at = now(), replay_requested_at = NULL',
    by: 'replayed_at = NULL',
    test: ['postgres-transport.test', 'replays a dead letter once'],
  },
  'members of a group read all partitions': {
    file: 'transports/postgres/member.ts',
    replace: 'shares.owned(name).map((partition) => ({ topic, partition }))',
    by: '[0, 1, 2, 3, 4, 5].map((partition) => ({ topic, partition }))',
    test: ['postgres-transport.test', 'one member of a group'],
  },
  'a producer that failed is used again': {
    file: 'transports/kafka/publisher.ts',
    replace: 'current = undefined;\n    topics.forget();',
    by: 'topics.forget();\n    return;',
    test: ['kafka-faults.kafka.test', 'acknowledgements lost'],
    needsKafka: true,
  },
  "the handler of Kafka's batches lets go of what it did not consume": {
    file: 'transports/kafka/each-batch.ts',
    replace: 'if (!consumed) return;',
    by: '',
    test: ['kafka-transport.kafka.test', 'gave up when it stopped'],
    needsKafka: true,
  },
};
