import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import { BadInput, UserError } from './errors.ts';

/**
 * What every argument obeys, whatever its field says besides: nothing longer travels on, to SQL or into a key. Texts of
 * mutations have rules of their own, each with its code and its place (`line`, `paragraph`, passwords).
 */
export const INPUT = { idCharacters: 100, textCharacters: 20_000, listItems: 1_024 } as const;

/** Puts the check before every field with arguments, and before its rules: they read arguments too. */
export function checkInput(schema: GraphQLSchema): void {
  // What federation itself adds takes the references of a whole batch; they come from subgraphs, not from clients.
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields()))
      if (field.args.length > 0 && !type.name.startsWith('_') && !field.name.startsWith('_'))
        check(field, type === schema.getMutationType() ? tooMuchToMend : tooMuch);
}

/** How an argument is refused that holds too much: a form can show it at the field of a mutation's input. */
type Refusal = (message: string, path: readonly string[]) => Error;
const tooMuch: Refusal = (message) => new BadInput(message);
const tooMuchToMend: Refusal = (message, path) => new UserError('VALIDATION', message, ...path.slice(1));

function check(field: GraphQLField<unknown, unknown>, refusal: Refusal): void {
  const { resolve = defaultFieldResolver } = field;
  const checked = checking(refusal);
  field.resolve = (parent, args, context, info) => resolve(parent, checked(args, field.args), context, info);
}

type Declared = readonly { readonly name: string; readonly type: GraphQLInputType }[];

function checking(refusal: Refusal) {
  const all = (values: object, declared: Declared, path: readonly string[] = []): Record<string, unknown> => {
    const types = new Map(declared.map(({ name, type }) => [name, type]));
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, one(value, types.get(name), [...path, name])]),
    );
  };
  const one = (value: unknown, declared: GraphQLInputType | undefined, path: readonly string[]): unknown => {
    const type = getNullableType(declared);
    if (value === null || value === undefined) return value;
    if (isListType(type)) return list(value as unknown[], type.ofType as GraphQLInputType, path);
    if (isInputObjectType(type)) return all(value, Object.values(type.getFields()), path);
    if (typeof value === 'string') text(value, type?.name === 'ID', path);
    return value;
  };
  const list = (items: unknown[], of: GraphQLInputType, path: readonly string[]): unknown[] => {
    if (items.length > INPUT.listItems) throw refusal(`A list has at most ${INPUT.listItems} items`, path);
    // Lists of an enumeration are filters: to name a value twice says nothing more.
    if (isEnumType(getNullableType(of))) return [...new Set(items)];
    return items.map((item) => one(item, of, path));
  };
  const text = (value: string, isId: boolean, path: readonly string[]): void => {
    if (isId && value.length > INPUT.idCharacters)
      throw new BadInput(`An id has at most ${INPUT.idCharacters} characters`);
    if (refusal === tooMuch && value.length > INPUT.textCharacters)
      throw refusal(`A text has at most ${INPUT.textCharacters} characters`, path);
    // Legal in GraphQL and JSON, and impossible in PostgreSQL.
    if (value.includes('\0')) throw new BadInput('Text must not contain NUL characters');
  };
  return all;
}
