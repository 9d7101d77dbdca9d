/** Rejects when `signal` fires before `work` has settled; `work` itself goes on, its outcome unheard. */
export async function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stopListening = () => {};
  const fired = new Promise<never>((_, reject) => {
    const listen = () => reject(signal.reason);
    if (signal.aborted) listen();
    signal.addEventListener('abort', listen);
    stopListening = () => signal.removeEventListener('abort', listen);
  });
  try {
    return await Promise.race([work, fired]);
  } finally {
    stopListening();
  }
}
