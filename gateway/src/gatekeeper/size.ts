import type { Asked } from './asked.ts';
import { refusal } from './refused.ts';

/** How much of a request is read at all. */
export interface SizeLimits {
  /** Characters of a document. */
  readonly documentLength: number;
  /** Values in the variables: each list, each object and what is in them. */
  readonly variableValues: number;
}

/** Levels of lists and objects in variables; who sends them on does so recursively. */
export const VARIABLE_DEPTH = 50;

/** Refuses what is too large to look at, before anything is parsed, checked or kept; says how many values the variables hold. */
export function ensureSize({ query, variables = {} }: Asked, { documentLength, variableValues }: SizeLimits): number {
  if (query.length > documentLength)
    throw refusal(
      'GRAPHQL_PARSE_FAILED',
      `The document has ${query.length} characters; the limit is ${documentLength}`,
    );
  return ensureFew(variables, variableValues);
}

function ensureFew(variables: object, limit: number): number {
  let level: object[] = [variables];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > VARIABLE_DEPTH)
      throw refusal('BAD_USER_INPUT', `The variables are nested deeper than the limit of ${VARIABLE_DEPTH}`);
    const next: object[] = [];
    for (const holder of level) {
      const values = Array.isArray(holder) ? holder : Object.values(holder);
      seen += values.length;
      if (seen > limit) throw refusal('BAD_USER_INPUT', `The variables have more values than the limit of ${limit}`);
      for (const value of values) if (typeof value === 'object' && value) next.push(value);
    }
    level = next;
  }
  return seen;
}
