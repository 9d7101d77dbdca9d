import { randomBytes } from 'node:crypto';
import kafkajs from 'kafkajs';
import { PARTITIONS, partitionOf } from '../src/partition.ts';

describe('the partition of a key', () => {
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({
    partitionId,
    leader: 1,
    partitionErrorCode: 0,
    replicas: [1],
    isr: [1],
  }));

  const keys = [
    ...Array.from({ length: 500 }, () =>
      randomBytes(8)
        .toString('hex')
        .slice(Math.random() * 16),
    ),
    ...Array.from({ length: 500 }, (_, index) => `usr_${index}`),
    ...['é', '日本', '🏀🏀', '-', ''],
  ];

  test('is the one that kafkajs chooses', () => {
    const theirs = keys.map((key) => choose({ topic: 'any', partitionMetadata, message: { key, value: null } }));
    expect(keys.map((key) => partitionOf(key, PARTITIONS))).toEqual(theirs);
  });

  test('spreads keys evenly', () => {
    const chosen = Array.from({ length: 6_000 }, (_, index) => partitionOf(`usr_${index}`, PARTITIONS));
    const counts = Array.from(
      { length: PARTITIONS },
      (_, partition) => chosen.filter((one) => one === partition).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(800);
  });
});
