import { defaultFieldResolver, type GraphQLSchema, getNullableType, isObjectType } from 'graphql';
import { UserError } from './errors.ts';

/** Makes a `UserError` thrown by a mutation one of its payload's `userErrors`; by then its transaction is rolled back. */
export function reportUserErrors(schema: GraphQLSchema): void {
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const payload = getNullableType(mutation.type);
    if (!isObjectType(payload)) continue;
    const userErrors = payload.getFields().userErrors;
    if (!userErrors) throw new Error(`${payload.name} lacks userErrors: [UserError!]!`);
    userErrors.resolve = (result: { userErrors?: unknown[] }) => result.userErrors ?? [];
    const { resolve = defaultFieldResolver } = mutation;
    mutation.resolve = async (...call) => {
      try {
        return await resolve(...call);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const { code, message, path } = error;
        return { userErrors: [{ code, message, path }] };
      }
    };
  }
}
