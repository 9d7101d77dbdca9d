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
import { BadInput } from './errors.ts';

/** What every argument obeys, whatever its field says besides: nothing longer travels on, to SQL or into a key. */
export const INPUT = { idCharacters: 100, textCharacters: 20_000, listItems: 1_000 } as const;

/** Puts the check before every field with arguments, and before its rules: they read arguments too. */
export function checkInput(schema: GraphQLSchema): void {
  // What federation itself adds takes the references of a whole batch; they come from subgraphs, not from clients.
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields()))
      if (field.args.length > 0 && !type.name.startsWith('_') && !field.name.startsWith('_')) check(field);
}

function check(field: GraphQLField<unknown, unknown>): void {
  const { resolve = defaultFieldResolver } = field;
  const types = Object.fromEntries(field.args.map(({ name, type }) => [name, type]));
  field.resolve = (parent, args, context, info) => resolve(parent, eachChecked(args, types), context, info);
}

type Types = Readonly<Record<string, GraphQLInputType>>;

const eachChecked = (values: object, types: Types): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, checked(value, types[name] as GraphQLInputType)]),
  );

function checked(value: unknown, declared: GraphQLInputType): unknown {
  const type = getNullableType(declared);
  if (value === null || value === undefined) return value;
  if (isListType(type)) return checkedList(value as unknown[], type.ofType);
  if (isInputObjectType(type))
    return eachChecked(value, Object.fromEntries(Object.values(type.getFields()).map((it) => [it.name, it.type])));
  if (typeof value === 'string') checkText(value, type.name === 'ID' ? 'id' : 'text');
  return value;
}

/** Lists of enum values are filters: to name one twice says nothing more. */
function checkedList(items: unknown[], of: GraphQLInputType): unknown[] {
  if (items.length > INPUT.listItems) throw new BadInput(`A list has at most ${INPUT.listItems} items`);
  if (isEnumType(getNullableType(of))) return [...new Set(items)];
  return items.map((item) => checked(item, of));
}

function checkText(text: string, kind: 'id' | 'text'): void {
  const most = INPUT[`${kind}Characters`];
  if (text.length > most) throw new BadInput(`An ${kind === 'id' ? 'id' : 'argument'} has at most ${most} characters`);
  // Legal in GraphQL and JSON, and impossible in PostgreSQL.
  if (text.includes('\0')) throw new BadInput('Text must not contain NUL characters');
}
