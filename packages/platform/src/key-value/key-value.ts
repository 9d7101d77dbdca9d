/** Short-lived facts that several processes share: sessions that ended, counters of attempts, nonces. */
export interface KeyValue {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** Sets the key unless it is there; false when it was. */
  add(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  /** Counts up from nothing; the time to live starts with the first count and is not extended. */
  increment(key: string, ttlSeconds: number): Promise<number>;
  /** What is left of the key's life, rounded up; 0 when it is gone. */
  secondsLeft(key: string): Promise<number>;
  delete(...keys: string[]): Promise<void>;
  /** Numbers kept together under one key, and so there all or none; without an end. Absent ones are `null`. */
  numbers(key: string, names: readonly string[]): Promise<(number | null)[]>;
  allNumbers(key: string): Promise<ReadonlyMap<string, number>>;
  /** Sets numbers at once, but lowers none: of two writers the higher one is right. */
  raiseNumbers(key: string, numbers: ReadonlyMap<string, number>): Promise<void>;
  deleteNumbers(key: string, names: readonly string[]): Promise<void>;
  /** Whether other processes see the same keys. */
  readonly isShared: boolean;
  healthy(): Promise<boolean>;
  stop(): Promise<void>;
}
