/** What is worked out once for each operation, and forgotten with it. */
export function perOperation<Operation extends object, T>(
  make: (operation: Operation) => T,
): (operation: Operation) => T {
  const made = new WeakMap<Operation, { readonly value: T }>();
  return (operation) => {
    const known = made.get(operation) ?? { value: make(operation) };
    made.set(operation, known);
    return known.value;
  };
}
