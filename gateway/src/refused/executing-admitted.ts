import { createHash } from 'node:crypto';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type DocumentNode, print, type SourceLocation } from 'graphql';
import { type Executor, type ExecutorRequest, withExecutor } from '../executor.ts';
import type { RefusedFields } from '../gatekeeper/authorisation.ts';
import type { Admitted } from '../gatekeeper/gatekeeper.ts';
import type { KnownOperation } from '../gatekeeper/known-operations.ts';
import { operationAlone } from '../gatekeeper/operation-alone.ts';
import { inTurn } from '../in-turn.ts';
import { unavailable } from '../planning/planner.ts';
import type { RequestState } from '../request-state.ts';
import { withNulls } from './answer.ts';
import { markRefused, type RefusedField } from './marking.ts';
import { type Part, partOf } from './parts.ts';

/**
 * Executes what the gatekeeper admitted, with the variables as it coerced them. A field that it refused costs no fetch
 * and is null in the answer; everything else of the operation is served.
 */
export const executingAdmitted = (federation: GatewayInterface): GatewayInterface =>
  withExecutor(federation, (executor) => (request) => {
    const { admitted } = request.context as unknown as RequestState;
    if (!admitted) throw new Error('An operation that no gatekeeper admitted');
    const asked = { ...request, request: { ...request.request, variables: admitted.variables } };
    return admitted.refused.size === 0 ? executor(asked) : executeRest(asked, admitted, executor);
  });

async function executeRest(request: ExecutorRequest, { operation, refused }: Admitted, executor: Executor) {
  const { signal } = request.context as unknown as RequestState;
  const isKnown = rests.has(refused);
  const rest = await inTurn(() => restOf(operation, refused), isKnown ? 0 : operation.size, signal, unavailable);
  const { document, source, queryHash, part, locationsOf } = rest;
  const result = await executor({ ...request, document, source, queryHash });
  if (!result.data || !part) return result;
  const { data, errors } = withNulls(result.data, part, locationsOf);
  const all = [...errors, ...(result.errors ?? [])];
  return { ...result, data, ...(all.length > 0 ? { errors: all } : {}) };
}

/** What is left of an operation when its refused fields are gone, ready to execute. */
interface Rest {
  readonly document: DocumentNode;
  readonly source: string;
  readonly queryHash: string;
  readonly part: Part | undefined;
  readonly locationsOf: (field: RefusedField) => readonly SourceLocation[];
}

// The gatekeeper gives the same operation and the same refusals the same object, and forgets both in time.
const rests = new WeakMap<RefusedFields, Rest>();

function restOf(operation: KnownOperation, refusedFields: RefusedFields): Rest {
  const known = rests.get(refusedFields) ?? makeRest(operation, refusedFields);
  rests.set(refusedFields, known);
  return known;
}

function makeRest(operation: KnownOperation, reasons: RefusedFields): Rest {
  const { schema } = operation;
  const { marked, refused } = markRefused(operationAlone(operation), schema, reasons);
  const source = print(marked);
  return {
    document: marked,
    source,
    queryHash: createHash('sha256').update(source).digest('hex'),
    part: partOf(marked, { schema, refused }),
    locationsOf: ({ node }) => operation.locationsOf([node]),
  };
}
