import {
  GraphQLError,
  type GraphQLSchema,
  type NameNode,
  NoFragmentCyclesRule,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { type LeanDocument, LONGEST_NAME } from './lean-document.ts';
import { limitsRule, type OperationLimits } from './operation-limits.ts';
import { ensureFewComparisons } from './repeated-fields.ts';
import { subscriptionRootRule } from './subscription-root.ts';

/** What makes a document valid here, besides GraphQL's own rules. */
export interface Rules {
  readonly limits: OperationLimits;
  /** Whether the schema may be read, and guessed at by suggestions. */
  readonly introspection: boolean;
}

/** Errors that one document is told, at most; graphql-js adds one that says so. */
export const MOST_ERRORS = 10;

const RULES_IN_A_STEP = 10;

/**
 * What is wrong with a document, found in steps. Its size comes first: GraphQL's own rules take for granted that
 * fragments do not double each other without end, compare every two fields of the same name, and look for a name that
 * was meant however long it is.
 */
export function* problemsOf(
  schema: GraphQLSchema,
  { document, longName }: LeanDocument,
  { limits, introspection }: Rules,
): Generator<undefined, readonly GraphQLError[]> {
  if (longName) return [tooLong(longName)];
  const options = { maxErrors: MOST_ERRORS, hideSuggestions: !introspection };
  const tooLarge = validate(
    schema,
    document,
    [NoFragmentCyclesRule, limitsRule(limits), subscriptionRootRule],
    options,
  );
  if (tooLarge.length > 0) return tooLarge;
  const repetitive = ensureFewComparisons(document);
  if (repetitive) return [repetitive];
  const problems: GraphQLError[] = [];
  for (const rules of [...OF_GRAPHQL, ...(introspection ? [] : [[NoSchemaIntrospectionCustomRule]])]) {
    yield;
    problems.push(...validate(schema, document, rules, options));
    if (problems.length >= MOST_ERRORS) return problems.slice(0, MOST_ERRORS + 1);
  }
  return problems;
}

const tooLong = (name: NameNode): GraphQLError =>
  new GraphQLError(`A name has ${name.value.length} characters; the limit is ${LONGEST_NAME}`, { nodes: [name] });

/** GraphQL's own rules, a few in one step. */
const OF_GRAPHQL: readonly (readonly ValidationRule[])[] = inSteps(
  specifiedRules.filter((rule) => rule !== NoFragmentCyclesRule),
  RULES_IN_A_STEP,
);

function inSteps<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
