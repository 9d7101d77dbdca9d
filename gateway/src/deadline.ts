/** Rejects when `work` has not settled in time; `work` itself goes on, its outcome unheard. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

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
