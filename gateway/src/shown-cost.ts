import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestState } from './request-state.ts';

/** Asks for the cost in the answer's extensions, whatever it says. */
const HEADER = 'x-cost';

/** Puts what an operation costs, and may cost, into the extensions of its answer: always, or where a client asks. */
export const shownCost = (always: boolean): ApolloServerPlugin<RequestState> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response: { body }, contextValue: { admitted } }) => {
      if (body.kind !== 'single' || !admitted) return;
      if (!always && !request.http?.headers.has(HEADER)) return;
      body.singleResult.extensions = { ...body.singleResult.extensions, cost: admitted.cost };
    },
  }),
});
