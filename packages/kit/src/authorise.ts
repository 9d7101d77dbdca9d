import { defaultFieldResolver, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { after, type Check, checkOf } from './check.ts';
import type { Context } from './context.ts';
import { demandOfType, inheritedDemand, isInternal, objectTypesOf, ownDemand, ownFieldsOf } from './demand.ts';
import { Forbidden } from './errors.ts';
import type { Policies } from './policy.ts';
import { ensureRulesHold } from './rules-that-hold.ts';

type AnyField = GraphQLField<unknown, Context>;

/**
 * Puts the schema's authorisation directives, those of types included, before the resolvers. Throws, so that the subgraph
 * does not start, where the schema and the policies do not fit together.
 */
export function authorise(
  subgraph: string,
  schema: GraphQLSchema,
  policies: Policies<Context>,
  scopes?: readonly string[],
): void {
  ensureRulesHold(subgraph, schema, { policies, scopes });
  for (const type of objectTypesOf(schema)) {
    for (const field of ownFieldsOf(type))
      protect(field, {
        inherited: checkOf(inheritedDemand(type, field), policies),
        own: checkOf(ownDemand(field), policies),
        isForPeers: isInternal(field),
      });
    protectReferences(type, checkOf({ ...demandOfType(type), policies: [] }, {}));
  }
}

interface Checks {
  /** What the types about the field say. Other subgraphs ask on nobody's behalf, and are not asked. */
  readonly inherited: Check | null;
  /** What the field says itself. */
  readonly own: Check | null;
  /** Whether only other subgraphs may ask. */
  readonly isForPeers: boolean;
}

function protect(field: AnyField, { inherited, own, isForPeers }: Checks): void {
  if (!inherited && !own && !isForPeers) return;
  const { resolve = defaultFieldResolver } = field;
  field.resolve = (parent, args, context, info) => {
    const isGateway = context.caller === 'gateway';
    // Internal fields are not in the public API; the caller's signed name keeps the gateway out of them too.
    if (isForPeers && isGateway) throw new Forbidden();
    // The rules of a type are about the object alone: no argument of a field can speak for it.
    const ofTypes = isGateway ? inherited?.({ parent, input: {} }, context) : undefined;
    const checked = after(ofTypes, () => own?.({ parent, input: args.input ?? args }, context));
    return after(checked, () => resolve(parent, args, context, info));
  };
}

interface References {
  resolveReference?: (reference: unknown, context: Context, ...rest: unknown[]) => unknown;
}

/** What the token alone refuses of a type is not loaded when it is referred to. */
function protectReferences({ extensions }: GraphQLObjectType, check: Check | null): void {
  const references = (extensions.apollo as { subgraph?: References } | undefined)?.subgraph;
  const resolve = references?.resolveReference;
  if (!resolve || !check) return;
  // Async, as what is thrown at once would fail the whole batch.
  references.resolveReference = async (reference, context, ...rest) => {
    if (context.caller === 'gateway') await check({ parent: reference, input: {} }, context);
    return resolve(reference, context, ...rest);
  };
}
