/** Work that was given up. */
export class Abandoned extends Error {}

/**
 * Gives `work` a time to finish in, and tells it by a signal when that is over or one of `stopping` is aborted; what it does from
 * then on concerns nobody.
 */
export async function within<T>(
  milliseconds: number,
  stopping: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const late = () => controller.abort(new Abandoned(`not finished within ${milliseconds / 1000} s`));
  const stopped = () => controller.abort(new Abandoned('stopped'));
  const timer = setTimeout(late, milliseconds);
  for (const it of stopping) it.addEventListener('abort', stopped, { once: true });
  const abandoned = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    if (stopping.some(({ aborted }) => aborted)) stopped();
    return await Promise.race([abandoned, work(signal)]);
  } finally {
    clearTimeout(timer);
    for (const it of stopping) it.removeEventListener('abort', stopped);
  }
}
