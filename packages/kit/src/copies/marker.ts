import type { Message } from '@fieldhouse/messaging';

type Marked = Pick<Message, 'headers' | 'type'>;

const HEADER = 'fieldhouse-rebuild';

/** The headers of what is announced again: for whom, and for which of its rebuilds. */
export const markedFor = (subgraph: string, rebuildId: string): Message['headers'] => ({
  [HEADER]: `${subgraph} ${rebuildId}`,
});

/** The rebuild that a message belongs to; `undefined` for news. */
export const rebuildOf = ({ headers }: Pick<Marked, 'headers'>): string | undefined => headers[HEADER]?.split(' ')[1];

/** Whether a message concerns a subgraph: news concern everybody, what is announced again only who asked. */
export const concerns = (subgraph: string, { headers }: Pick<Marked, 'headers'>): boolean =>
  headers[HEADER] === undefined || headers[HEADER].split(' ')[0] === subgraph;

/** Whether a message says again what a row is, and so is for the copies alone. */
export const isSaidAgain = (message: Marked): boolean =>
  rebuildOf(message) !== undefined && message.type !== 'RebuildAnnounced';

/** Whether there may be more to do for a rebuild once this message is taken in. */
export const isOfRebuild = (message: Marked): boolean =>
  rebuildOf(message) !== undefined || message.type === 'RebuildRequested';

/** Messages of one type as runs of news and runs of what is said again, in order. */
export function runsOfNews<M extends Marked>(messages: readonly M[]): readonly (readonly M[])[] {
  const runs: M[][] = [];
  for (const message of messages) {
    const run = runs.at(-1);
    if (run?.[0] && isSaidAgain(run[0]) === isSaidAgain(message)) run.push(message);
    else runs.push([message]);
  }
  return runs;
}
