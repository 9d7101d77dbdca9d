import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { GraphQLError } from 'graphql';
import { withExecutor } from './executor.ts';

/** How ApolloGateway reports a value that breaks the schema, such as a null for `String!`: aside, never as an error. */
interface Completion {
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

/** Makes errors of what ApolloGateway says in `extensions.valueCompletion`: no null goes unexplained. */
export const explainingNulls = (federation: GatewayInterface): GatewayInterface =>
  withExecutor(federation, (executor) => async (request) => {
    const { extensions, ...result } = await executor(request);
    const { valueCompletion = [], ...others } = (extensions ?? {}) as { valueCompletion?: readonly Completion[] };
    const errors = [...(result.errors ?? []), ...valueCompletion.map(({ message, path }) => fault(message, path))];
    return {
      ...result,
      ...(errors.length > 0 ? { errors } : {}),
      ...(Object.keys(others).length > 0 ? { extensions: others } : {}),
    };
  });

const fault = (message: string, path: Completion['path']): GraphQLError =>
  new GraphQLError(message, path ? { path } : {});
