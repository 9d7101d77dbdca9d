import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { ApolloServer } from '@apollo/server';
import type { Logger } from '@fieldhouse/platform';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { UNAVAILABLE } from '../codes.ts';
import type { Admitted } from '../gatekeeper/gatekeeper.ts';
import { Refused } from '../gatekeeper/refused.ts';
import type { Lanes } from '../lanes.ts';
import { forwarded, type RequestState } from '../request-state.ts';
import type { Look } from './looks.ts';

/** What answers a subscription's operation, each time as if it were a query. */
export interface Answering {
  readonly apollo: ApolloServer<RequestState>;
  readonly lanes: Lanes;
  readonly requestTimeoutMs: number;
  readonly answerBytes: number;
  readonly log: Logger;
}

/** One look: what is asked, and as whom. */
export interface LookedFor {
  readonly query: string;
  readonly admitted: Admitted;
  /** The name that the subscription's one field has in the answer. */
  readonly key: string;
  readonly authorization: string | undefined;
  readonly address: string;
  readonly agent: string | undefined;
  /** Where each is told: the version told last. */
  readonly after?: number | undefined;
}

/** Executes the operation, with all that a request is checked for on its way. */
export async function lookAt(asked: LookedFor, answering: Answering): Promise<Look> {
  try {
    return await answered(asked, answering);
  } catch (error) {
    if (!(error instanceof Refused)) answering.log.error({ error }, 'a subscription cannot be answered');
    return 'away';
  }
}

async function answered(asked: LookedFor, { apollo, lanes, requestTimeoutMs, answerBytes, log }: Answering) {
  const { query, admitted } = asked;
  const { identity, operation, variables } = admitted;
  const requestId = randomUUID();
  const deadline = AbortSignal.timeout(requestTimeoutMs);
  setMaxListeners(0, deadline);
  const live: { readonly after: number | undefined; version?: number } = { after: asked.after };
  const outcome = {};
  const known = { requestId, admitted, identity, signal: deadline, deadline, outcome, live };
  const execute = async () => {
    const forward = forwarded({ ...asked, requestId, millisecondsLeft: requestTimeoutMs });
    const request = { query, operationName: operation.name, variables: { ...variables } };
    return apollo.executeOperation(request, { contextValue: { ...known, forward } });
  };
  const { body } = await lanes.pass(admitted, execute, deadline);
  log.debug({ requestId, ...outcome, viewer: identity.visitor?.id, version: live.version }, 'told anew');
  if (body.kind !== 'single') throw new Error('A subscription was answered in parts');
  const result = body.singleResult as FormattedExecutionResult;
  const bytes = Buffer.byteLength(JSON.stringify(result));
  return bytes > answerBytes ? tooLarge(bytes, answerBytes) : seen(result, asked.key, live.version);
}

/** What an answer means to whoever subscribed. */
function seen(result: FormattedExecutionResult, key: string, version: number | undefined): Look {
  const value = (result.data as Record<string, unknown> | null | undefined)?.[key] ?? null;
  const own = value === null ? (result.errors ?? []).filter(({ path = [] }) => path.length <= 1) : [];
  if (own.some(({ extensions }) => REFUSALS.has(extensions?.code))) return { refused: { errors: own } };
  if (own.some(({ extensions }) => extensions?.code === UNAVAILABLE.code)) return 'away';
  const isNothing = value === null && (result.errors ?? []).length === 0;
  return { told: { result, version: isNothing ? undefined : version, isNothing } };
}

const REFUSALS = new Set<unknown>(['UNAUTHENTICATED', 'FORBIDDEN']);

function tooLarge(bytes: number, limit: number): Look {
  const message = `The answer has ${bytes} bytes; the limit is ${limit}: ask for less of it`;
  const errors: GraphQLFormattedError[] = [{ message, extensions: { code: 'COST_EXCEEDED' } }];
  return { refused: { errors } };
}
