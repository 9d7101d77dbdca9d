import type { ListSize } from './price-list.ts';

/** How long a list is taken to be of which the schema says nothing: a page. */
export const USUAL_LENGTH = 20;

type Given = Readonly<Record<string, unknown>>;

/**
 * How many items a list can bring. The largest slicing argument counts; a number that no page can have
 * (0, or a negative one) is not a way to ask for less than the usual page.
 */
export function lengthOf(listSize: ListSize | undefined, given: Given): number {
  const { assumedSize = USUAL_LENGTH, slicingArguments = [] } = listSize ?? {};
  const asked = slicingArguments.map((path) => valueAt(given, path)).filter((it) => typeof it === 'number');
  return asked.length === 0 ? assumedSize : Math.max(...asked.map((it) => (it >= 1 ? it : assumedSize)));
}

/** Whether the field demands one slicing argument and got none, or several. */
export function lacksOneSlice({ requireOneSlicingArgument, slicingArguments }: ListSize, given: Given): boolean {
  if (!requireOneSlicingArgument || slicingArguments.length === 0) return false;
  return slicingArguments.filter((path) => valueAt(given, path) != null).length !== 1;
}

const valueAt = (given: unknown, path: readonly string[]): unknown =>
  path.reduce((value, name) => (value as Given | null | undefined)?.[name], given);
