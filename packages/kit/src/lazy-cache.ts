import { type Cache, type CacheOptions, openCache } from '@fieldhouse/platform';

/** A cache that is opened by its first use: who keeps nothing need not listen to what ends it. */
export function lazyCache(options: CacheOptions): Cache {
  let opening: Promise<Cache> | undefined;
  let opened: Cache | undefined;
  let isStopped = false;
  const open = async (): Promise<Cache> => {
    opened = await openCache(options);
    if (isStopped) opened.stop();
    return opened;
  };
  const use = (): Promise<Cache> => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined; // pub/sub may be back by the next time
      throw error;
    });
    return opening;
  };
  return {
    cached: async (key, freshness, load) => (await use()).cached(key, freshness, load),
    invalidate: async (...tags) => (await use()).invalidate(...tags),
    use: () => opened?.use() ?? { asked: 0, loaded: 0 },
    stop: () => {
      isStopped = true;
      opened?.stop();
    },
  };
}
