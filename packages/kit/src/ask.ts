import { DEADLINE, type SubgraphClient, withDeadline, within } from '@fieldhouse/platform';
import type { Errand } from './errand.ts';
import { Unavailable } from './errors.ts';

/** An operation on another subgraph's internal fields, typed from that subgraph's schema by codegen. */
export interface PeerOperation<Result, Variables> {
  readonly peer: string;
  readonly document: string;
  /** Only there for the types: never set. */
  readonly types?: (variables: Variables) => Result;
}

/** Asks another subgraph, synchronously; throws `Unavailable` when it cannot answer now. */
export type Ask = <Result, Variables extends Record<string, unknown>>(
  operation: PeerOperation<Result, Variables>,
  variables: Variables,
) => Promise<Result>;

/** Asks through the clients of the others, with the caller's own internal credentials; what caused the question and its deadline go along. */
export const createAsk =
  (client: (name: string) => SubgraphClient, timeoutMs: number) =>
  ({ trace, deadline }: Errand): Ask =>
  async <Result>({ peer, document }: PeerOperation<Result, never>, variables: Record<string, unknown>) => {
    const unavailable = () => new Unavailable(`The ${peer} service cannot answer now`);
    const headers = { ...trace, [DEADLINE]: deadline?.toString() };
    const answer = client(peer).execute({ query: document, variables }, withDeadline(headers, timeoutMs));
    const { data, errors } = await within(timeoutMs, answer).catch((cause: unknown) => {
      throw Object.assign(unavailable(), { cause });
    });
    const codes = (errors ?? []).map(({ extensions }) => String(extensions?.code));
    if (codes.some((code) => PASSING.has(code))) throw unavailable();
    if (errors?.length || !data) throw new Error(`${peer} does not answer the question: ${codes.join()}`);
    return data as Result;
  };

/** What does not last: a part that is away, and a peer of another version while both are being replaced. */
const PASSING = new Set(['SERVICE_UNAVAILABLE', 'GRAPHQL_VALIDATION_FAILED']);
