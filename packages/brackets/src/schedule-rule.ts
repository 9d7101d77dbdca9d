import type { MatchKey } from './match.ts';

export const MINUTE = 60_000;

/** When and where a stage is played. Times are milliseconds since 1970. */
export interface ScheduleRule {
  readonly courts: readonly string[];
  readonly startsAt: number;
  readonly matchMinutes: number;
  /** Between two matches of the same participant. */
  readonly restMinutes?: number;
  /** By when all must be over. */
  readonly endsAt?: number | null;
}

/** A court and a time for a match. */
export interface Appointment {
  readonly match: MatchKey;
  readonly court: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The constraint that cannot hold, in words as well. */
export interface ScheduleProblem {
  readonly code:
    | 'COURTS_INVALID'
    | 'TIMES_INVALID'
    | 'TOO_FEW_COURTS'
    | 'TOO_MANY_ROUNDS'
    | 'TOO_LITTLE_REST'
    | 'NO_TIME_LEFT';
  readonly message: string;
}
