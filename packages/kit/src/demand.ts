import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql';

/** Sets of names, one of which must be met whole. */
export type Alternatives = readonly (readonly string[])[];

/** What directives of authorisation demand, all of it. */
export interface Demand {
  readonly signedIn: boolean;
  /** Each of these, of scopes. */
  readonly scopes: readonly Alternatives[];
  /** Each of these, of rules. */
  readonly policies: readonly Alternatives[];
}

type Directives = readonly ConstDirectiveNode[];

const named = (directives: Directives, name: string) => directives.filter((it) => it.name.value === name);

const demandOf = (directives: Directives): Demand => ({
  signedIn: named(directives, 'authenticated').length > 0,
  scopes: named(directives, 'requiresScopes').map((it) => argument(it, 'scopes') as string[][]),
  policies: named(directives, 'policy').map((it) => argument(it, 'policies') as string[][]),
});

/** The directives of a type, its extensions included. */
const directivesOf = ({ astNode, extensionASTNodes }: GraphQLNamedType): Directives =>
  [astNode, ...extensionASTNodes].flatMap((node) => node?.directives ?? []);

const ownDirectives = (field: GraphQLField<unknown, unknown>): Directives => field.astNode?.directives ?? [];

/** Whether a field says itself who may use it; `@tag(name: "public")` demands nothing, and says so. */
export function saysWhoMay(field: GraphQLField<unknown, unknown>): boolean {
  return !demandsNothing(ownDemand(field)) || isInternal(field) || isTagged(field, 'public');
}

/** Whether there is nothing to ask of anybody. */
export const demandsNothing = ({ signedIn, scopes, policies }: Demand): boolean =>
  !signedIn && scopes.length + policies.length === 0;

const isTagged = (field: GraphQLField<unknown, unknown>, tag: string) =>
  named(ownDirectives(field), 'tag').some((it) => argument(it, 'name') === tag);

/**
 * Whether a field is for other subgraphs alone, and so not in the public API. One that is hidden and no more
 * (`@inaccessible`) may be needed by the gateway, such as for another's `@requires`.
 */
export const isInternal = (field: GraphQLField<unknown, unknown>): boolean => isTagged(field, 'internal');

/** Whether a field is hidden from the public API. */
export const isHidden = (field: GraphQLField<unknown, unknown>): boolean =>
  named(ownDirectives(field), 'inaccessible').length > 0;

/** What a field says itself. */
export const ownDemand = (field: GraphQLField<unknown, unknown>): Demand => demandOf(ownDirectives(field));

/** What a type says. */
export const demandOfType = (type: GraphQLNamedType): Demand => demandOf(directivesOf(type));

/**
 * What a field owes to the types about it: the one it belongs to, and the one it returns. Rules are asked about an object,
 * so those of a returned object wait for its own fields.
 */
export function inheritedDemand(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Demand {
  const returned = getNamedType(field.type);
  const ofReturned = demandOfType(returned);
  return together(demandOfType(type), isLeafType(returned) ? ofReturned : { ...ofReturned, policies: [] });
}

/** All that several demand. */
const together = (...demands: readonly Demand[]): Demand => ({
  signedIn: demands.some((it) => it.signedIn),
  scopes: demands.flatMap((it) => it.scopes),
  policies: demands.flatMap((it) => it.policies),
});

/** What a type's ids begin with, if it says so. */
export const prefixOf = (type: GraphQLNamedType): string | undefined =>
  named(directivesOf(type), 'id').map((it) => argument(it, 'prefix') as string)[0];

/** The types that stand for everything of a kind that may be asked. */
export const rootsOf = (schema: GraphQLSchema): GraphQLObjectType[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((it) => it != null);

/** Whether a type came with GraphQL or federation: the schema's file does not declare it. */
export const isOfFederation = ({ name }: GraphQLNamedType): boolean =>
  name.startsWith('__') || ['_Any', '_Entity', '_Service'].includes(name);

/** The kinds of objects that the subgraph's schema declares. */
export const objectTypesOf = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isOfFederation(type));

/** A type's fields, but for the two that federation asks by. */
export const ownFieldsOf = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).filter(({ name }) => name !== '_entities' && name !== '_service');

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
}
