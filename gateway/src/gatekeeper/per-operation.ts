import type { KnownOperation } from './known-operations.ts';

/** What is worked out once for each operation, and forgotten with it. */
export function perOperation<T>(make: (operation: KnownOperation) => T): (operation: KnownOperation) => T {
  const made = new WeakMap<KnownOperation, { readonly value: T }>();
  return (operation) => {
    const known = made.get(operation) ?? { value: make(operation) };
    made.set(operation, known);
    return known.value;
  };
}
