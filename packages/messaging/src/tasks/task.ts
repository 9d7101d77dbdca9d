/** Something that was to be done later and is due now. */
export interface Task {
  /** The same in every attempt; another when it is scheduled again. */
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly payload: unknown;
  /** What travels along, such as `traceparent`. */
  readonly headers: Readonly<Record<string, string>>;
  /** When it was to be done. */
  readonly dueAt: Date;
  /** How often it failed so far. */
  readonly attempts: number;
  /** Whoever holds this may do it, for as long as the row says the same. */
  readonly lease: string;
}

/** A task as the claim selects it. */
export interface TaskRow {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly due_at: string;
  readonly attempts: number;
  readonly lease: string;
}

/** The task of a row. */
export const taskOf = ({ due_at, ...rest }: TaskRow): Task => ({ ...rest, dueAt: new Date(due_at) });

/**
 * The time as SQL, given the parameter that holds a clock's. By default that is null and the database's clock counts,
 * which all instances of a service share: one whose own clock is wrong does nothing early, and takes over nobody's lease.
 */
export const timeBy = (parameter: string): string => `coalesce(${parameter}::timestamptz, now())`;

/** A clock that a test may have set; none in earnest. */
export type Clock = (() => Date) | undefined;

/** The parameter for `timeBy`. */
export const timeOf = (clock: Clock): string | null => clock?.().toISOString() ?? null;

/** Whose dead letters tasks are; no consumer's name has a blank. */
export const lettersOf = (service: string): string => `${service} tasks`;
