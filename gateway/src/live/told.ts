import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** The present state of something, as one operation asks for it. */
export interface Told {
  readonly result: FormattedExecutionResult;
  /** The owner's version; none where there is nothing, or a fault. */
  readonly version: number | undefined;
  /** There is no such thing (any more), or not for this viewer. */
  readonly isNothing: boolean;
}

/** Why a subscription is over: it was refused, or the gateway lets its clients go. */
export type Ending = { readonly errors: readonly GraphQLFormattedError[] } | 'drained' | 'left';

/** Thrown to whoever reads a subscription that was refused. */
export class Ended extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(typeof ending === 'string' ? ending : ending.errors[0]?.message);
    this.ending = ending;
  }
}
