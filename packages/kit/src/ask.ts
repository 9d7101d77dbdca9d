import type { SubgraphDoor } from '@fieldhouse/platform';
import { Unavailable } from './errors.ts';
import type { Trace } from './trace.ts';

/** An operation on another subgraph's internal fields, typed from that subgraph's schema by codegen. */
export interface PeerOperation<Result, Variables> {
  readonly peer: string;
  readonly document: string;
  /** Only there for the types: never set. */
  readonly types?: (variables: Variables) => Result;
}

/** Asks another subgraph, synchronously; throws `Unavailable` when it cannot answer. */
export type Ask = <Result, Variables extends Record<string, unknown>>(
  operation: PeerOperation<Result, Variables>,
  variables: Variables,
) => Promise<Result>;

/** Asks through the doors, with the caller's own internal credentials; what caused the question goes along. */
export const createAsk =
  (door: (name: string) => SubgraphDoor, trace: Trace = {}): Ask =>
  async <Result>({ peer, document }: PeerOperation<Result, never>, variables: Record<string, unknown>) => {
    const unavailable = () => new Unavailable(`The ${peer} service cannot answer now`);
    const answer = door(peer).execute({ query: document, variables }, trace);
    const { data, errors } = await answer.catch((cause: unknown) => {
      throw Object.assign(unavailable(), { cause });
    });
    if (errors?.length || !data) throw unavailable();
    return data as Result;
  };
