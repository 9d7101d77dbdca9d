const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** The hash that Kafka's clients choose partitions by. */
function murmur2(text: string): number {
  const data = Buffer.from(text);
  const whole = data.length & ~3;
  let hash = SEED ^ data.length;
  for (let at = 0; at < whole; at += 4) hash = Math.imul(hash, MULTIPLIER) ^ mixed(data.readInt32LE(at));
  if (whole < data.length) hash = Math.imul(hash ^ data.readUIntLE(whole, data.length - whole), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

function mixed(word: number): number {
  const spread = Math.imul(word, MULTIPLIER);
  return Math.imul(spread ^ (spread >>> 24), MULTIPLIER);
}

/** The same partition for a key that kafkajs and the Java client choose, so that keys map alike in every transport. */
export const partitionOf = (key: string, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions;

/** Partitions of a topic. Changing it for a topic in use would re-order its keys: make a new topic instead. */
export const PARTITIONS = 6;

/** How finely the outbox can be shared among the relays of a service. */
export const LANES = 16;
