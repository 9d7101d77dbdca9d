const answers = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Asks once for as long as loaders remember: within a query, and within each mutation of a request, as a rule decides on
 * what the mutation before it left.
 */
export function remembered<T>({ load }: { readonly load: unknown }, key: string, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(load as object) ?? new Map<string, Promise<unknown>>();
  answers.set(load as object, known);
  const answer = (known.get(key) as Promise<T> | undefined) ?? ask();
  known.set(key, answer);
  return answer;
}
