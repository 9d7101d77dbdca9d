import type { Admin } from 'kafkajs';

/** Whether a group has committed everything on these topics. */
export async function isCaughtUp(admin: Admin, groupId: string, topics: readonly string[]): Promise<boolean> {
  const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
  const checks = committed.map(async ({ topic, partitions }) => {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end]));
    return partitions.every(({ partition, offset }) => {
      const { low = '0', high = '0' } = ends.get(partition) ?? {};
      const reached = Math.max(Number(offset), Number(low)); // -1: nothing was ever committed
      return reached >= Number(high);
    });
  });
  return (await Promise.all(checks)).every(Boolean);
}
