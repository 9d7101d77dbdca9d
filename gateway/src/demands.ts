import type { Viewer } from '@fieldhouse/kit';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type ScalarTypeDefinitionNode,
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
 * Reads `@authenticated` and `@requiresScopes` of fields, of the types they belong to and of those they return. Of an
 * interface: what all its implementations demand alike, as only the answer tells which of them it is. Composition writes
 * what any of them demands on the interface, which would refuse `node` to whoever may not see every kind of thing.
 */
export function demandsOf(supergraphSdl: string): Demands {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const types = supergraph.definitions.filter(canDemand);
  const own = demandReader(supergraph);
  const ofTypes = new Map(types.map((type) => [type.name.value, own(type.directives)]));
  for (const it of types.filter(isInterface)) {
    const implementations = implementationsOf(it, types).map(({ name }) => ofTypes.get(name.value));
    ofTypes.set(it.name.value, common(implementations));
  }
  const ofField = (type: WithFields, field: FieldDefinitionNode) =>
    together(own(field.directives), ofTypes.get(type.name.value), ofTypes.get(namedType(field.type)));
  const found = types.filter(hasFields).flatMap((type) =>
    (type.fields ?? []).map((field): [string, Needs] => {
      const alike = isInterface(type)
        ? implementationsOf(type, types).map((it) => ofField(it, fieldOf(it, field)))
        : [];
      return [`${type.name.value}.${field.name.value}`, alike.length > 0 ? common(alike) : ofField(type, field)];
    }),
  );
  return new Map(found.filter(([, { signedIn }]) => signedIn).map(([at, { scopes }]) => [at, { scopes }]));
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

/** A demand that may be none. */
interface Needs extends Demand {
  readonly signedIn: boolean;
}

/** Reads the demands that directives make. */
function demandReader(supergraph: DocumentNode): (directives: Directives | undefined) => Needs {
  const authenticated = directiveName(supergraph, 'authenticated');
  const requiresScopes = directiveName(supergraph, 'requiresScopes');
  return (directives = []) => {
    const scopes = directives.filter((it) => it.name.value === requiresScopes).map(scopesOf);
    return { signedIn: scopes.length > 0 || directives.some((it) => it.name.value === authenticated), scopes };
  };
}

const together = (...needs: readonly (Needs | undefined)[]): Needs => ({
  signedIn: needs.some((it) => it?.signedIn),
  scopes: needs.flatMap((it) => it?.scopes ?? []),
});

/** What each of them demands. */
function common([first, ...others]: readonly (Needs | undefined)[]): Needs {
  const isEverywhere = (scopes: Scopes) =>
    others.every((it) => it?.scopes.some((other) => JSON.stringify(other) === JSON.stringify(scopes)));
  return {
    signedIn: first !== undefined && [first, ...others].every((it) => it?.signedIn),
    scopes: (first?.scopes ?? []).filter(isEverywhere),
  };
}

type WithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
type Demanding = WithFields | ScalarTypeDefinitionNode | EnumTypeDefinitionNode;

const isInterface = (it: Demanding): it is InterfaceTypeDefinitionNode => it.kind === Kind.INTERFACE_TYPE_DEFINITION;
const hasFields = (it: Demanding): it is WithFields => it.kind === Kind.OBJECT_TYPE_DEFINITION || isInterface(it);
const canDemand = (it: DefinitionNode): it is Demanding =>
  it.kind === Kind.OBJECT_TYPE_DEFINITION ||
  it.kind === Kind.INTERFACE_TYPE_DEFINITION ||
  it.kind === Kind.SCALAR_TYPE_DEFINITION ||
  it.kind === Kind.ENUM_TYPE_DEFINITION;

const implementationsOf = (of: InterfaceTypeDefinitionNode, types: readonly Demanding[]): ObjectTypeDefinitionNode[] =>
  types.filter(
    (it): it is ObjectTypeDefinitionNode =>
      it.kind === Kind.OBJECT_TYPE_DEFINITION && (it.interfaces ?? []).some(({ name }) => name.value === of.name.value),
  );

const fieldOf = (type: ObjectTypeDefinitionNode, like: FieldDefinitionNode): FieldDefinitionNode =>
  type.fields?.find(({ name }) => name.value === like.name.value) ?? like;

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

function scopesOf(directive: ConstDirectiveNode): Scopes {
  const value = directive.arguments?.find((it) => it.name.value === 'scopes')?.value;
  return (value && (valueFromASTUntyped(value) as string[][])) ?? [];
}
