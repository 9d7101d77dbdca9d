import { type GraphQLObjectType, type GraphQLSchema, isAbstractType } from 'graphql';

/** Whether a selection on the type of that name, or on none, is made on an object of this type. */
export function applies(condition: string | undefined, type: GraphQLObjectType, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}
