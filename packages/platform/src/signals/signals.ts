/** That something happened, without what: whoever wants to know more asks. */
export interface Signal {
  /** The event's name. */
  readonly type: string;
  /** The aggregate's id. */
  readonly id: string;
  /** The aggregate's version after the event. */
  readonly version: number;
}

/** Who listens. Signals come in order, one at a time; what it throws is logged and ends nothing. */
export interface SignalListener {
  hear(signal: Signal): void | Promise<void>;
  /** Signals may have been missed: pub/sub was away, or this listener was too slow. What was kept may be out of date. */
  missed(): void | Promise<void>;
}

/** Pub/sub among all processes: fleeting, so everything that matters also travels as an event. */
export interface Signals {
  /** Resolves when they are on their way, without waiting for anybody to have heard; rejects when pub/sub is away. */
  publish(signals: readonly Signal[]): Promise<void>;
  /** Tells every listener that it may have missed something. */
  publishMissed(): Promise<void>;
  /** Resolves when the listener hears. */
  listen(listener: SignalListener): Promise<{ stop(): void }>;
  stop(): Promise<void>;
}
