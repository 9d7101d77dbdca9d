import type { GatewayInterface } from '@apollo/server-gateway-interface';

/** Executes one validated operation. */
export type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/** The operation with all that is known of its request. */
export type ExecutorRequest = Parameters<Executor>[0];

/** The same federation with an executor made from its own. */
export const withExecutor = (federation: GatewayInterface, wrap: (own: Executor) => Executor): GatewayInterface => ({
  onSchemaLoadOrUpdate: (callback) => federation.onSchemaLoadOrUpdate(callback),
  stop: () => federation.stop(),
  load: async (options) => {
    const { executor } = await federation.load(options);
    if (!executor) throw new Error('The federation executes nothing');
    return { executor: wrap(executor) };
  },
});
