import { createHash } from 'node:crypto';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { print } from 'graphql';
import { type Executor, type ExecutorRequest, withExecutor } from './executor.ts';
import type { Admitted } from './gatekeeper/gatekeeper.ts';
import { withNulls } from './refused-answer.ts';
import { markRefused } from './refused-fields.ts';
import { partOf, refusalErrors } from './refused-parts.ts';
import type { RequestState } from './request-state.ts';

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

async function executeRest(
  request: ExecutorRequest,
  { operation, variables, refused: reasons }: Admitted,
  executor: Executor,
) {
  const { schema, document } = operation;
  const { marked, refused } = markRefused(document, schema, reasons);
  const part = partOf(marked, operation.name, { schema, variables, refused });
  if (!part) return executor(request);
  const source = print(marked);
  const queryHash = createHash('sha256').update(source).digest('hex');
  const result = await executor({ ...request, document: marked, source, queryHash });
  const errors = [...refusalErrors(part), ...(result.errors ?? [])];
  // Without errors, everything refused was in a part that the variables left out.
  if (errors.length === 0 || !result.data) return { ...result, ...(errors.length > 0 ? { errors } : {}) };
  return { ...result, data: withNulls(result.data, part), errors };
}
