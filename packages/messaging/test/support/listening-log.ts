import type { Logger } from '@fieldhouse/platform';

/** A logger that keeps the messages it is given, for waiting until a part has noticed something. */
export function listeningLog(): { log: Logger; heard: readonly string[] } {
  const heard: string[] = [];
  const write = (_fields: object, message: string) => void heard.push(message);
  const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log };
  return { log, heard };
}
