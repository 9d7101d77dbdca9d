import { type GraphQLField, type GraphQLNamedType, type GraphQLSchema, isObjectType } from 'graphql';
import {
  type Demand,
  demandOfType,
  demandsNothing,
  isHidden,
  isInternal,
  isOfFederation,
  ownDemand,
  ownFieldsOf,
  rootsOf,
  saysWhoMay,
} from './demand.ts';

/** What rules can name. */
export interface KnownNames {
  readonly policies: object;
  /** The scopes that tokens can have. */
  readonly scopes?: readonly string[] | undefined;
}

/** A type or field, and what it demands. */
interface Place {
  readonly at: string;
  readonly demand: Demand;
  readonly complaint?: string | false;
}

/**
 * Throws, so that the subgraph does not start, when a root field says not who may use it, when a rule stands where it would
 * mean more than it says, when a scope or policy is named that there is not, or a policy defined that nothing names.
 * Rules on interfaces are refused by federation itself.
 */
export function ensureRulesHold(subgraph: string, schema: GraphQLSchema, known: KnownNames): void {
  const places = [...placesOf(schema)];
  const complaints = places.flatMap(({ at, demand, complaint }) =>
    [...(complaint ? [complaint] : []), ...unknownNames(demand, known)].map((it) => `${at} ${it}`),
  );
  const named = new Set(places.flatMap(({ demand }) => demand.policies.flat(2)));
  const unused = Object.keys(known.policies).filter((name) => !named.has(name));
  if (unused.length > 0) complaints.push(`nothing names the policies ${unused.join(', ')}`);
  if (complaints.length > 0) throw new Error(`${subgraph}: ${complaints.join('; ')}`);
}

/** Composition gives a root type what any subgraph says of it: `login` would be refused to whoever is not signed in. */
const OF_ALL = 'belongs to every domain: its fields say who may use them, each for itself';

function* placesOf(schema: GraphQLSchema): Generator<Place> {
  const roots: readonly GraphQLNamedType[] = rootsOf(schema);
  for (const type of Object.values(schema.getTypeMap()).filter((it) => !isOfFederation(it))) {
    const isRoot = roots.includes(type);
    const demand = demandOfType(type);
    yield { at: type.name, demand, complaint: isRoot && !demandsNothing(demand) && OF_ALL };
    for (const field of isObjectType(type) ? ownFieldsOf(type) : []) {
      const complaint = isRoot && !saysWhoMay(field) ? 'says not who may use it' : isOpenlyInternal(field) && SHOWN;
      yield { at: `${type.name}.${field.name}`, demand: ownDemand(field), complaint };
    }
  }
}

/** What the gateway must not fetch is not in the API that clients see. */
const isOpenlyInternal = (field: GraphQLField<unknown, unknown>) => isInternal(field) && !isHidden(field);
const SHOWN = 'is internal and so has to be @inaccessible';

function unknownNames({ scopes, policies }: Demand, known: KnownNames): string[] {
  const noScopes = scopes.flat(2).filter((name) => known.scopes && !known.scopes.includes(name));
  const noPolicies = policies.flat(2).filter((name) => !Object.hasOwn(known.policies, name));
  return [
    ...noScopes.map((name) => `names scope "${name}", which no token has`),
    ...noPolicies.map((name) => `names policy "${name}", which policy.ts lacks`),
  ];
}
