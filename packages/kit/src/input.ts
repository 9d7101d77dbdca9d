import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { BadInput } from './errors.ts';

/** Puts a check before every field with arguments: a NUL is legal in GraphQL and JSON, and impossible in PostgreSQL. */
export function refuseNulCharacters(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields())) {
      if (field.args.length === 0 || type.name.startsWith('_') || field.name.startsWith('_')) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (parent, args, context, info) => {
        if (holdsNul(args)) throw new BadInput('Text must not contain NUL characters');
        return resolve(parent, args, context, info);
      };
    }
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}
