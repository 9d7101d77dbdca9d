import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  NoFragmentCyclesRule,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { limitsRule, type OperationLimits } from './operation-limits.ts';
import { ensureFewComparisons } from './repeated-fields.ts';

/** What makes a document valid here, besides GraphQL's own rules. */
export interface Rules {
  readonly limits: OperationLimits;
  /** Whether the schema may be read, and guessed at by suggestions. */
  readonly introspection: boolean;
}

/** Errors that one document is told, at most; graphql-js adds one that says so. */
export const MOST_ERRORS = 20;

/**
 * What is wrong with a document. Its size comes first: GraphQL's own rules take for granted that fragments do not
 * double each other without end, and compare every two fields of the same name.
 */
export function problemsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  { limits, introspection }: Rules,
): readonly GraphQLError[] {
  const options = { maxErrors: MOST_ERRORS, hideSuggestions: !introspection };
  const tooLarge = validate(schema, document, [NoFragmentCyclesRule, limitsRule(limits)], options);
  if (tooLarge.length > 0) return tooLarge;
  const repetitive = ensureFewComparisons(document);
  if (repetitive) return [repetitive];
  return validate(
    schema,
    document,
    [...OF_GRAPHQL, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])],
    options,
  );
}

const OF_GRAPHQL: readonly ValidationRule[] = specifiedRules.filter((rule) => rule !== NoFragmentCyclesRule);
