import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isRequiredInputField,
  isSpecifiedScalarType,
} from 'graphql';

/** What events.graphql declares: the events, and the inputs and enums that are nested in them. */
export interface Declared {
  readonly schema: GraphQLSchema;
  readonly events: readonly DeclaredType[];
  readonly nested: readonly GraphQLNamedType[];
}

/** An event with where it travels. */
export interface DeclaredType {
  readonly type: GraphQLInputObjectType;
  readonly topic: string;
  readonly key: string;
  /** `@endsSessions`: tokens of the person that it is keyed by may be refused from then on. */
  readonly endsSessions: boolean;
  /** `@narrowsAccess`: somebody may see less than before. */
  readonly narrowsAccess: boolean;
}

/** Reads declarations; throws for those that could not travel, be keyed or be put in order. */
export function readDeclarations(sdl: string): Declared {
  const schema = buildSchema(sdl);
  const own = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  const inputs = own.filter(isInputObjectType);
  const events = inputs.flatMap((type) => travelOf(type) ?? []);
  for (const event of events) ensureOrdered(event);
  for (const event of events) ensureOfAPerson(event);
  for (const input of inputs) ensureSubject(input);
  const reached = reachedFrom(events.map(({ type }) => type));
  const lost = inputs.find((type) => !reached.has(type));
  if (lost) throw new Error(`${lost.name} needs @event(topic:, key:), or an event that carries it`);
  const announced = new Set<GraphQLNamedType>(events.map(({ type }) => type));
  const nested = [...reached].filter((type) => !announced.has(type) && !isSpecifiedScalarType(type));
  return { schema, events, nested: nested.filter((type) => isInputObjectType(type) || isEnumType(type)) };
}

function travelOf(type: GraphQLInputObjectType): DeclaredType | null {
  const directiveOf = (name: string) => type.astNode?.directives?.find((it) => it.name.value === name);
  const directive = directiveOf('event');
  if (!directive) return null;
  const value = (name: string) => directive.arguments?.find((argument) => argument.name.value === name)?.value;
  const [topic, key] = [value('topic'), value('key')];
  if (topic?.kind !== 'StringValue' || key?.kind !== 'StringValue')
    throw new Error(`${type.name} needs @event(topic:, key:)`);
  const isMarked = (name: string) => directiveOf(name) !== undefined;
  return {
    ...{ type, topic: topic.value, key: key.value },
    ...{ endsSessions: isMarked('endsSessions'), narrowsAccess: isMarked('narrowsAccess') },
  };
}

/** The key keeps the events of one aggregate together, the version in order. */
function ensureOrdered({ type, key }: DeclaredType): void {
  const fields = type.getFields();
  const keyField = fields[key];
  if (!keyField || !isRequiredInputField(keyField))
    throw new Error(`${type.name} needs its key as a required field: ${key}`);
  if (String(fields.version?.type) !== 'Int!') throw new Error(`${type.name} needs version: Int!`);
}

/** Whose sessions may end is said by the key, which is all that a signal carries. */
function ensureOfAPerson({ type, key, endsSessions }: DeclaredType): void {
  if (endsSessions && key !== 'userId')
    throw new Error(`${type.name} @endsSessions, and is keyed by ${key}, not by userId`);
}

/** Who is meant by `@personal` is said beside it. */
function ensureSubject(type: GraphQLInputObjectType): void {
  const fields = Object.values(type.getFields());
  const personal = fields.find(({ astNode }) => astNode?.directives?.some(({ name }) => name.value === 'personal'));
  if (personal && !fields.some(({ name }) => name === 'userId'))
    throw new Error(`${type.name}.${personal.name} is @personal, but nothing says whose: it needs userId beside it`);
}

function reachedFrom(types: readonly GraphQLInputObjectType[]): Set<GraphQLNamedType> {
  const reached = new Set<GraphQLNamedType>();
  const visit = (type: GraphQLNamedType): void => {
    if (reached.has(type)) return;
    reached.add(type);
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
  };
  for (const type of types) visit(type);
  return reached;
}
