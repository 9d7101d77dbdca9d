import { eventCatalog } from '@fieldhouse/contracts';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  valueFromASTUntyped,
} from 'graphql';

/** What `about` says where a field is about whoever asks. */
export const VIEWER = 'viewer';

/** A field of `Subscription` that tells what it is about anew, as `@live` declares it. */
export interface LiveField {
  readonly name: string;
  /** The events after which it does. */
  readonly on: readonly string[];
  /** The argument that holds the id of what it is about, or `viewer`. */
  readonly about: string;
  /** Whether each is told, in turn, or the newest alone. */
  readonly each: boolean;
}

/** The live fields of a schema, a subgraph's own or the composed one. */
export const liveFieldsOf = (schema: DocumentNode): LiveField[] =>
  subscriptionFields(schema).flatMap((field) => liveField(field) ?? []);

/**
 * What is wrong with a subgraph's live fields: each says on which events, that there are, and by which of its arguments
 * it is about something.
 */
export const liveComplaints = (schema: DocumentNode, events: object = eventCatalog): string[] =>
  subscriptionFields(schema).flatMap((field) => {
    const live = liveField(field);
    const complaints = live ? [...unknownEvents(live, events), ...unfitSubject(field, live)] : ['is not @live'];
    return complaints.map((complaint) => `Subscription.${field.name.value} ${complaint}`);
  });

function* unknownEvents({ on }: LiveField, events: object): Generator<string> {
  if (on.length === 0) yield 'is @live on nothing';
  for (const name of on) if (!Object.hasOwn(events, name)) yield `is @live on ${name}, which events.graphql lacks`;
}

function* unfitSubject({ arguments: args = [], directives = [] }: FieldDefinitionNode, { about }: LiveField) {
  if (about === VIEWER) {
    const isPublic = directives.some((it) => it.name.value === 'tag' && argument(it, 'name') === 'public');
    if (isPublic) yield 'is about the viewer, and open to whoever is nobody';
    return;
  }
  const subject = args.find(({ name }) => name.value === about)?.type;
  const isId =
    subject?.kind === Kind.NON_NULL_TYPE &&
    subject.type.kind === Kind.NAMED_TYPE &&
    ['ID', 'String'].includes(subject.type.name.value);
  if (!isId) yield `is about its argument "${about}", which it lacks, or which is no ID!`;
}

function liveField({ name, directives = [] }: FieldDefinitionNode): LiveField | undefined {
  const live = directives.find((it) => it.name.value === 'live');
  if (!live) return undefined;
  const about = argument(live, 'about');
  return {
    name: name.value,
    on: argument(live, 'on') as string[],
    about: typeof about === 'string' ? about : 'id',
    each: argument(live, 'each') === true,
  };
}

const subscriptionFields = ({ definitions }: DocumentNode): FieldDefinitionNode[] =>
  definitions
    .filter(
      (it): it is ObjectTypeDefinitionNode | ObjectTypeExtensionNode =>
        (it.kind === Kind.OBJECT_TYPE_DEFINITION || it.kind === Kind.OBJECT_TYPE_EXTENSION) &&
        it.name.value === 'Subscription',
    )
    .flatMap(({ fields = [] }) => fields);

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
}
