import { errorMessage, type Logger } from '@fieldhouse/platform';

/** A log that remembers the last error it was told. */
export interface Remembering {
  readonly log: Logger;
  /** What that error said, in words; answers that are masked for callers do not tell. */
  readonly lastCause: () => string | undefined;
}

/** Listens to what is logged as gone wrong, here and in all children. */
export function remembering(log: Logger): Remembering {
  let last: unknown;
  const listen = (to: Logger): Logger => {
    const noted = (write: Logger['warn']) => (fields: object, message: string) => {
      last = (fields as { error?: unknown }).error ?? last;
      write.call(to, fields, message);
    };
    return {
      debug: to.debug.bind(to),
      info: to.info.bind(to),
      warn: noted(to.warn),
      error: noted(to.error),
      child: (fields) => listen(to.child(fields)),
    };
  };
  return { log: listen(log), lastCause: () => (last === undefined ? undefined : errorMessage(last).trim()) };
}
