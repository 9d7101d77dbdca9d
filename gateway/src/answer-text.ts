import { turns } from '@fieldhouse/platform';

/** Values that are written in one piece: some hundred microseconds. */
const PIECE = 1_000;

/** Objects that are answered again and again, and what each looks like once it was written. */
const lasting = new WeakMap<object, string | undefined>();

/** Remembers the text of an object that will not change. */
export const rememberText = (value: object): unknown => lasting.has(value) || lasting.set(value, undefined);

/** An answer as JSON with a line break. A large one is written in pieces, between which others are served. */
export async function answerText(answer: object): Promise<string> {
  if (countUpTo(PIECE, answer) < PIECE) return `${JSON.stringify(answer)}\n`;
  const parts: string[] = [];
  const writing = partsOf(answer);
  let isDone = false;
  while (!isDone) isDone = await turns.take(() => writePiece(writing, parts), { size: PIECE });
  parts.push('\n');
  return parts.join('');
}

/** A part of a text and how many values were written for it. */
type Part = readonly [text: string, values: number];

function writePiece(writing: Iterator<Part>, parts: string[]): boolean {
  for (let written = 0; written < PIECE; ) {
    const { done, value } = writing.next();
    if (done) return true;
    parts.push(value[0]);
    written += value[1];
  }
  return false;
}

function* partsOf(value: unknown): Generator<Part, void> {
  if (typeof value !== 'object' || value === null) return yield [JSON.stringify(value) ?? 'null', 1];
  const known = lasting.get(value);
  if (known !== undefined) return yield [known, 1];
  if (lasting.has(value)) {
    const text = JSON.stringify(value);
    lasting.set(value, text);
    return yield [text, PIECE];
  }
  const values = countUpTo(PIECE, value);
  if (values < PIECE || 'toJSON' in value) return yield [JSON.stringify(value), values];
  yield* Array.isArray(value) ? partsOfList(value) : partsOfObject(value);
}

function* partsOfList(items: readonly unknown[]): Generator<Part, void> {
  for (const [index, item] of items.entries()) {
    yield [index === 0 ? '[' : ',', 0];
    yield* partsOf(item);
  }
  yield [items.length === 0 ? '[]' : ']', 0];
}

function* partsOfObject(value: object): Generator<Part, void> {
  let before = '{';
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    yield [`${before}${JSON.stringify(key)}:`, 0];
    yield* partsOf(inner);
    before = ',';
  }
  yield [before === '{' ? '{}' : '}', 0];
}

/** How many values there are, counted no further than `most`. */
function countUpTo(most: number, root: unknown): number {
  const open: unknown[] = [root];
  let count = 0;
  while (open.length > 0 && count < most) {
    const value = open.pop();
    count += 1;
    if (typeof value !== 'object' || value === null) continue;
    if (lasting.has(value)) return most;
    for (const inner of Object.values(value)) {
      open.push(inner);
      if (open.length + count >= most) return most;
    }
  }
  return count;
}
