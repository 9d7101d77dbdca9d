/** What else is known of a failure. */
interface Circumstances {
  readonly cause?: unknown;
  /** Whether asking again at once may help. */
  readonly isPassing?: boolean;
  /** How long the provider asked to be left alone. */
  readonly restMs?: number;
}

/** A provider did not answer, or not with what can be used; the message is for administrators. */
export class UpstreamFailure extends Error {
  readonly isPassing: boolean;
  readonly restMs: number;

  constructor(message: string, { cause, isPassing = false, restMs = 0 }: Circumstances = {}) {
    super(message, { cause });
    this.isPassing = isPassing;
    this.restMs = restMs;
  }
}
