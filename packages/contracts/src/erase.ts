import { type GraphQLInputField, type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';

/**
 * A payload without what it says of one person: fields marked `@personal` in an input whose `userId` is theirs, at every
 * depth, hold what stands in for them; of such an input nothing undeclared is kept either.
 */
export function withoutPerson(type: GraphQLInputType, payload: unknown, userId: string): unknown {
  if (Array.isArray(payload)) return payload.map((item) => withoutPerson(type, item, userId));
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof payload !== 'object' || payload === null) return payload;
  const given = payload as Record<string, unknown>;
  const isTheirs = given.userId === userId;
  const fields = named.getFields();
  const kept = Object.entries(given).flatMap(([name, value]) => {
    const field = fields[name];
    if (!field) return isTheirs ? [] : [[name, value]];
    return [[name, isTheirs && isPersonal(field) ? standIn(field) : withoutPerson(field.type, value, userId)]];
  });
  return Object.fromEntries(kept);
}

const personal = (field: GraphQLInputField) => field.astNode?.directives?.find(({ name }) => name.value === 'personal');

const isPersonal = (field: GraphQLInputField): boolean => personal(field) !== undefined;

function standIn(field: GraphQLInputField): string | null {
  const value = personal(field)?.arguments?.find(({ name }) => name.value === 'erased')?.value;
  return value?.kind === 'StringValue' ? value.value : null;
}
