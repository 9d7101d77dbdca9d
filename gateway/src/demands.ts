import type { Viewer } from '@fieldhouse/kit';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { directiveName } from './supergraph-sdl.ts';

/** Alternatives, each of which names scopes that must all be there. */
type Scopes = readonly (readonly string[])[];

/** What the token must say for a field to be served: a viewer at least, and one alternative of each `scopes`. */
export interface Demand {
  readonly scopes: readonly Scopes[];
}

/** The demands of a supergraph by coordinate (`User.email`); fields that a token alone does not decide are absent. */
export type Demands = ReadonlyMap<string, Demand>;

/** Why a field is refused. */
export interface Reason {
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT';
  readonly message: string;
}

type Directives = readonly ConstDirectiveNode[];

/**
 * Reads `@authenticated` and `@requiresScopes` of fields, of the types they belong to and of those they return.
 * Interfaces need no care: composition gives an interface's field what any of its implementations demands.
 */
export function demandsOf(supergraphSdl: string): Demands {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const names = {
    authenticated: directiveName(supergraph, 'authenticated'),
    requiresScopes: directiveName(supergraph, 'requiresScopes'),
  };
  const ofTypes = directivesOfTypes(supergraph);
  const demands = new Map<string, Demand>();
  for (const { type, field } of fieldsOf(supergraph)) {
    const returned = ofTypes.get(namedType(field.type)) ?? [];
    const directives = [...(field.directives ?? []), ...(ofTypes.get(type) ?? []), ...returned];
    const signedIn = directives.some((it) => it.name.value === names.authenticated);
    const scopes = directives.filter((it) => it.name.value === names.requiresScopes).map(scopesOf);
    if (signedIn || scopes.length > 0) demands.set(`${type}.${field.name.value}`, { scopes });
  }
  return demands;
}

/** `null` where the viewer meets the demand; policies that need data are the subgraphs' to ask. */
export function reasonAgainst(viewer: Viewer | null, { scopes }: Demand): Reason | null {
  if (!viewer) return { code: 'UNAUTHENTICATED', message: 'Sign in first' };
  const unmet = scopes.find(
    (alternatives) => !alternatives.some((all) => all.every((it) => viewer.scopes.includes(it))),
  );
  if (!unmet) return null;
  return { code: 'FORBIDDEN', message: `Needs scope ${unmet.map((all) => all.join(' and ')).join(', or ')}` };
}

function directivesOfTypes(supergraph: DocumentNode): ReadonlyMap<string, Directives> {
  const named = supergraph.definitions.filter(
    (it) =>
      it.kind === Kind.OBJECT_TYPE_DEFINITION ||
      it.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      it.kind === Kind.SCALAR_TYPE_DEFINITION ||
      it.kind === Kind.ENUM_TYPE_DEFINITION,
  );
  return new Map(named.map((it) => [it.name.value, it.directives ?? []]));
}

function fieldsOf(supergraph: DocumentNode): { type: string; field: FieldDefinitionNode }[] {
  return supergraph.definitions.flatMap((it) =>
    it.kind === Kind.OBJECT_TYPE_DEFINITION || it.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? (it.fields ?? []).map((field) => ({ type: it.name.value, field }))
      : [],
  );
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

function scopesOf(directive: ConstDirectiveNode): Scopes {
  const value = directive.arguments?.find((it) => it.name.value === 'scopes')?.value;
  return (value && (valueFromASTUntyped(value) as string[][])) ?? [];
}
