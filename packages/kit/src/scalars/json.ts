import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { BadInput } from '../errors.ts';

/** What one value may hold, in all. */
const MOST = { levels: 8, values: 1_000, characters: 20_000 } as const;

const refused = (why: string) => new BadInput(`JSON expects ${why}`);
const tooLarge = () =>
  refused(
    `at most ${MOST.levels} levels, ${MOST.values} values and ${MOST.characters} characters in its texts and names`,
  );

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** Counts while it copies, and stops at the first thing too many: nothing is read beyond what is taken. */
function bounded() {
  let values = 0;
  let characters = 0;
  const count = (level: number): void => {
    if (level > MOST.levels || ++values > MOST.values) throw tooLarge();
  };
  const text = (raw: string): string => {
    characters += raw.length;
    if (characters > MOST.characters) throw tooLarge();
    // Legal in JSON, and impossible in PostgreSQL's jsonb.
    if (/[\0\p{Surrogate}]/u.test(raw)) throw refused('texts of whole characters, without NUL');
    return raw;
  };
  const number = (value: number): number => {
    if (!Number.isFinite(value)) throw refused('numbers that JavaScript can hold');
    return value;
  };
  // fromEntries defines: a name such as "__proto__" is only a name.
  const object = <T>(entries: readonly (readonly [string, T])[], of: (value: T) => unknown) =>
    Object.fromEntries(entries.map(([name, value]) => [text(name), of(value)]));

  const value = (raw: unknown, level = 0): unknown => {
    count(level);
    if (raw === null || typeof raw === 'boolean') return raw;
    if (typeof raw === 'string') return text(raw);
    if (typeof raw === 'number') return number(raw);
    if (Array.isArray(raw)) return raw.map((item) => value(item, level + 1));
    if (typeof raw === 'object') return object(Object.entries(raw), (item) => value(item, level + 1));
    throw refused('a value of JSON');
  };

  const literal = (node: ValueNode, variables: Variables, level = 0): unknown => {
    if (node.kind === Kind.VARIABLE) return value(variables?.[node.name.value] ?? null, level);
    count(level);
    if (node.kind === Kind.NULL) return null;
    if (node.kind === Kind.BOOLEAN) return node.value;
    if (node.kind === Kind.STRING) return text(node.value);
    if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return number(Number(text(node.value)));
    if (node.kind === Kind.LIST) return node.values.map((item) => literal(item, variables, level + 1));
    if (node.kind !== Kind.OBJECT) throw refused('a value of JSON: a word needs quotes');
    const entries = node.fields.map((field) => [field.name.value, field.value] as const);
    return object(entries, (item) => literal(item, variables, level + 1));
  };
  return { value, literal };
}

/** Any JSON, bounded whole: in levels, in values and in characters. */
export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  parseValue: (raw) => bounded().value(raw),
  parseLiteral: (node, variables) => bounded().literal(node, variables),
  serialize: (value) => value,
});
