import type { Trace } from './trace.ts';

/** What resources are used for: one request, a message, or nothing in particular. */
export interface Errand {
  /** What caused it: what it asks and announces says so. */
  readonly trace?: Trace;
  /** Changes of a kind take turns. */
  readonly kind?: string;
  /** When nobody waits for it any longer: nothing is begun or committed after it. */
  readonly deadline?: number;
}
