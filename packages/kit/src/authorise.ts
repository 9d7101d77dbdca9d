import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { Context } from './context.ts';
import {
  type Alternatives,
  type Demand,
  demandOfType,
  inheritedDemand,
  isInternal,
  ownDemand,
  saysWhoMay,
  together,
} from './demand.ts';
import { Forbidden, Unauthenticated } from './errors.ts';
import type { Policies, Rule, Subject } from './policy.ts';

type AnyPolicies = Policies<Context>;
type AnyField = GraphQLField<unknown, Context>;

/**
 * Puts the schema's authorisation directives, those of types included, before the resolvers. Throws, so that the subgraph
 * does not start, when a root field carries none of them or a rule is named and not defined, or defined and not named.
 */
export function authorise(subgraph: string, schema: GraphQLSchema, policies: AnyPolicies): void {
  const used = new Set<string>();
  const checkFor = (demand: Demand, coordinate: string): Check | null => {
    for (const name of demand.policies.flat(2)) {
      if (!policies[name]) throw new Error(`${subgraph}: ${coordinate} names policy "${name}", which policy.ts lacks`);
      used.add(name);
    }
    return checkOf(demand, policies);
  };
  for (const { type, field, isRoot } of fieldsOf(schema)) {
    const coordinate = `${type.name}.${field.name}`;
    if (isRoot && !saysWhoMay(field)) throw new Error(`${subgraph}: ${coordinate} says not who may use it`);
    protect(field, {
      own: checkFor(ownDemand(field), coordinate),
      all: checkFor(together(ownDemand(field), inheritedDemand(type, field)), coordinate),
      isInternal: isRoot && isInternal(field),
    });
  }
  for (const type of entitiesOf(schema)) protectReferences(type, checkOf({ ...demandOfType(type), policies: [] }, {}));
  const unused = Object.keys(policies).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`${subgraph}: nothing names the policies ${unused.join(', ')}`);
}

const entitiesOf = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('_'),
  ) as GraphQLObjectType[];

function* fieldsOf(schema: GraphQLSchema) {
  const roots: unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of entitiesOf(schema))
    for (const field of Object.values(type.getFields()))
      if (!field.name.startsWith('_')) yield { type, field, isRoot: roots.includes(type) };
}

/** Throws, at once or later, unless the viewer may. */
type Check = (subject: Subject, context: Context) => void | Promise<void>;

interface Checks {
  /** What the field says itself. */
  readonly own: Check | null;
  /** That and what its types say. Other subgraphs ask on nobody's behalf, through fields that are theirs alone. */
  readonly all: Check | null;
  /** Whether the field is for other subgraphs alone. */
  readonly isInternal: boolean;
}

function protect(field: AnyField, { own, all, isInternal }: Checks): void {
  if (!all && !isInternal) return;
  const { resolve = defaultFieldResolver } = field;
  field.resolve = (parent, args, context, info) => {
    const isGateway = context.caller === 'gateway';
    // Internal fields are not in the public API; the caller's signed name keeps the gateway out of them too.
    if (isInternal && isGateway) throw new Forbidden();
    const check = isGateway ? all : own;
    const checked = check?.({ parent, input: args.input ?? args }, context);
    return checked ? checked.then(() => resolve(parent, args, context, info)) : resolve(parent, args, context, info);
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
    if (context.caller === 'gateway') check({ parent: reference, input: {} }, context);
    return resolve(reference, context, ...rest);
  };
}

function checkOf({ signedIn, scopes, policies }: Demand, rules: AnyPolicies): Check | null {
  if (!signedIn && scopes.length + policies.length === 0) return null;
  const demanded = policies.map((alternatives) => rulesOf(alternatives, rules));
  return (subject, context) => {
    const viewer = context.visitor;
    if (!viewer) throw new Unauthenticated();
    const unmet = scopes.find((sets) => !sets.some((all) => all.every((scope) => viewer.scopes.includes(scope))));
    if (unmet) throw new Forbidden(`Needs scope ${inWords(unmet)}`);
    return ensureAllowed(demanded, (rule) => rule.allows(viewer, subject, context));
  };
}

const rulesOf = (alternatives: Alternatives, rules: AnyPolicies) => ({
  needed: inWords(alternatives.map((all) => all.map((name) => rules[name]?.label ?? name))),
  alternatives: alternatives.map((all) => all.map((name) => rules[name] as Rule<Context>)),
});

const inWords = (alternatives: Alternatives) => alternatives.map((all) => all.join(' and ')).join(', or ');

type Verdict = boolean | Promise<boolean>;

/** Rules that answer at once cost no promise: a page of a roster asks hundreds of times. */
function ensureAllowed(
  [first, ...others]: readonly ReturnType<typeof rulesOf>[],
  allows: (rule: Rule<Context>) => Verdict,
): void | Promise<void> {
  if (!first) return;
  const everyAllows = ([rule, ...rest]: readonly Rule<Context>[]): Verdict =>
    !rule || after(allows(rule), (isAllowed) => isAllowed && everyAllows(rest));
  const someAllow = ([all, ...rest]: readonly (readonly Rule<Context>[])[]): Verdict =>
    all !== undefined && after(everyAllows(all), (isAllowed) => isAllowed || someAllow(rest));
  return after(someAllow(first.alternatives), (isAllowed) => {
    if (!isAllowed) throw new Forbidden(`Needs: ${first.needed}`);
    return ensureAllowed(others, allows);
  });
}

/** As `then`, for what may be there already. */
const after = <T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> =>
  value instanceof Promise ? value.then(next) : next(value);
