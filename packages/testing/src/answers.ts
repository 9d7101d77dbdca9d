import type { Answer } from './people.ts';

/** The codes of a payload's `userErrors`. */
export const codes = (payload: { readonly userErrors: readonly { readonly code: string }[] }): string[] =>
  payload.userErrors.map(({ code }) => code);

/** The codes of an answer's errors; `undefined` for an answer without any. */
export const refusals = ({ errors }: Pick<Answer, 'errors'>): unknown[] | undefined =>
  errors?.map(({ extensions }) => extensions.code);
