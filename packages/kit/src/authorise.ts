import {
  type ConstDirectiveNode,
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql';
import type { Context } from './context.ts';
import { Forbidden, Unauthenticated } from './errors.ts';
import type { Policies, Rule } from './policy.ts';

type AnyPolicies = Policies<Context>;
/** What a field's directives demand, all of it. */
interface Demand {
  readonly signedIn: boolean;
  readonly internal: boolean;
  /** One of these sets, each of which names scopes that must all be there. */
  readonly scopes: readonly (readonly string[])[];
  /** One of these sets, each of which names rules that must all allow. */
  readonly policies: readonly (readonly string[])[];
}

/**
 * Puts the schema's authorisation directives before the resolvers. Throws, so that the subgraph does not start,
 * when a root field carries none of them or a rule is named and not defined, or defined and not named.
 */
export function authorise(subgraph: string, schema: GraphQLSchema, policies: AnyPolicies): void {
  const named = new Set<string>();
  for (const { coordinate, field, isRoot } of fieldsOf(schema)) {
    const demand = demandOf(field);
    if (isRoot && !demand) throw new Error(`${subgraph}: ${coordinate} says not who may use it`);
    if (!demand) continue;
    for (const name of demand.policies.flat()) {
      if (!policies[name]) throw new Error(`${subgraph}: ${coordinate} names policy "${name}", which policy.ts lacks`);
      named.add(name);
    }
    protect(field, demand, policies);
  }
  const unused = Object.keys(policies).filter((name) => !named.has(name));
  if (unused.length > 0) throw new Error(`${subgraph}: no field names the policies ${unused.join(', ')}`);
}

function* fieldsOf(schema: GraphQLSchema) {
  const roots: unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields()))
      if (!type.name.startsWith('_') && !field.name.startsWith('_'))
        yield { coordinate: `${type.name}.${field.name}`, field, isRoot: roots.includes(type) };
}

/** `null` for a field without any of the directives; `@tag(name: "public")` demands nothing, and says so. */
function demandOf(field: GraphQLField<unknown, unknown>): Demand | null {
  const directives = field.astNode?.directives ?? [];
  const find = (name: string) => directives.find((directive) => directive.name.value === name);
  const isPublic = directives.some((it) => it.name.value === 'tag' && argument(it, 'name') === 'public');
  const [signedIn, scopes, policies, inaccessible] = ['authenticated', 'requiresScopes', 'policy', 'inaccessible'].map(
    find,
  );
  if (!isPublic && !signedIn && !scopes && !policies && !inaccessible) return null;
  return {
    signedIn: signedIn !== undefined,
    internal: inaccessible !== undefined,
    scopes: scopes ? (argument(scopes, 'scopes') as string[][]) : [],
    policies: policies ? (argument(policies, 'policies') as string[][]) : [],
  };
}

const argument = (directive: ConstDirectiveNode, name: string): unknown => {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
};

function protect(field: GraphQLField<unknown, Context>, demand: Demand, policies: AnyPolicies): void {
  const { resolve = defaultFieldResolver } = field;
  const check = checkFor(demand, policies);
  field.resolve = async (parent, args, context, info) => {
    await check(parent, args, context);
    return resolve(parent, args, context, info);
  };
}

type Check = (parent: unknown, args: Record<string, unknown>, context: Context) => Promise<void>;

function checkFor({ signedIn, internal, scopes, policies }: Demand, rules: AnyPolicies): Check {
  const alternatives = policies.map((names) => names.map((name) => rules[name] as Rule<Context>));
  const needed = alternatives.map((all) => all.map((rule) => rule.label).join(' and ')).join(', or ');
  return async (parent, args, context) => {
    // Internal fields are not in the public API; the caller's signed name keeps the gateway out of them too.
    if (internal && context.caller === 'gateway') throw new Forbidden();
    const viewer = context.visitor;
    if (!signedIn && scopes.length === 0 && policies.length === 0) return;
    if (!viewer) throw new Unauthenticated();
    if (scopes.length > 0 && !scopes.some((all) => all.every((scope) => viewer.scopes.includes(scope))))
      throw new Forbidden(`Needs scope ${scopes.map((all) => all.join(' and ')).join(', or ')}`);
    const subject = { parent, input: args.input ?? args };
    for (const all of alternatives) if (await everyAllows(all, viewer, subject, context)) return;
    if (alternatives.length > 0) throw new Forbidden(`Needs: ${needed}`);
  };
}

async function everyAllows(
  rules: Rule<Context>[],
  viewer: Context['viewer'],
  subject: { parent: unknown; input: unknown },
  context: Context,
) {
  for (const rule of rules) if (!(await rule.allows(viewer, subject, context))) return false;
  return true;
}
