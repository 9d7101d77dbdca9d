/** One event on its way between services. */
export interface Message {
  /** A UUIDv7; a message delivered again has the same. */
  readonly id: string;
  readonly topic: string;
  /** The aggregate's id: messages of one key stay in order. */
  readonly key: string;
  /** The event's name. */
  readonly type: string;
  /** The aggregate's version after the event. */
  readonly sequence: number;
  readonly payload: unknown;
  /** The service that it happened in. */
  readonly source: string;
  /** ISO 8601. */
  readonly occurredAt: string;
  /** What travels along, such as `traceparent`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Consecutive messages of the same type, in order: what a projection can apply in one statement. */
export function runsOfOneType(messages: readonly Message[]): readonly (readonly Message[])[] {
  const runs: Message[][] = [];
  for (const message of messages) {
    const run = runs.at(-1);
    if (run?.[0]?.type === message.type) run.push(message);
    else runs.push([message]);
  }
  return runs;
}
