import { GraphQLScalarType, Kind } from 'graphql';
import { BadInput } from '../errors.ts';

interface TextScalar<Value> {
  readonly name: string;
  /** The most characters that are looked at: a longer text is refused unread. */
  readonly longest: number;
  /** What is expected, in words, as refusals show it. They never repeat what was sent. */
  readonly expected: string;
  /** The value in its canonical form; `null` for a text that is none. Takes time in proportion to the text. */
  readonly read: (text: string) => Value | null;
  /** How a value is shown. It never fails: what was stored under older rules can still be read. */
  readonly show?: (value: unknown) => string;
}

/** A scalar that clients write as a string: literal, variable and default value obey one rule. */
export function textScalar<Value>({ name, longest, expected, read, show = String }: TextScalar<Value>) {
  const parse = (raw: unknown): Value => {
    const value = typeof raw === 'string' && raw.length <= longest ? read(raw) : null;
    if (value === null) throw new BadInput(`${name} expects ${expected}`);
    return value;
  };
  return new GraphQLScalarType<Value, string>({
    name,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
    serialize: show,
  });
}
