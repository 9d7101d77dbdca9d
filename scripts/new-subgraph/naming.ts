/** What a new subgraph's name makes of code, schema and prose; or why it cannot be one. */
import { capitalised, fieldName, oneOf, plural, singular, typeName, words } from '../codegen/words.ts';

/** What is there already. */
export interface Taken {
  readonly subgraphs: readonly string[];
  /** Every type of the composed schema. */
  readonly types: readonly string[];
  /** Every root field. */
  readonly fields: readonly string[];
  readonly prefixes: readonly string[];
}

/** The words that templates leave blank. */
export type Words = Readonly<Record<`__${string}__`, string>>;

/** Services, processes and databases beside the subgraphs. */
const NEIGHBOURS = ['gateway', 'postgres', 'redis', 'kafka', 'bus', 'template0', 'template1', 'tests', 'shared'];

/** What generated code, Prisma and GraphQL call something else. */
const OCCUPIED = new Set(
  `Int Float String Boolean ID Query Mutation Subscription Node Record Partial Required Readonly Pick Omit Exclude Extract
  Awaited Maybe InputMaybe Exact Resolver Resolvers Scalars Connection Context Database Resources Tx Prisma PrismaClient
  Model Enums Entity Service Any Person`.split(/\s+/),
);

const KEYWORDS = new Set(
  `arguments async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for from function if implements import in instanceof interface let new null of on package private
  protected public return static super switch this throw true try type typeof undefined using var void while with
  yield`.split(/\s+/),
);

/** The words for a subgraph of this name, or a sentence that says why there cannot be one. */
export function namesFor(name: string, taken: Taken): Words | string {
  const one = singular(name);
  const entity = fieldName(one);
  const Entity = typeName(one);
  const entities = fieldName(plural(one));
  const complaint = shapeOf(name) ?? clashOf({ name, entity, Entity, entities }, taken);
  return (
    complaint ?? {
      __domain__: name,
      __DOMAIN__: name.toUpperCase().replaceAll('-', '_'),
      __Domain__: typeName(name),
      __entity__: entity,
      __Entity__: Entity,
      __entities__: entities,
      __Entities__: capitalised(entities),
      __one__: oneOf(words(one)),
      __One__: capitalised(oneOf(words(one))),
      __several__: words(plural(one)),
      __prefix__: prefixFor(one, taken.prefixes),
    }
  );
}

function shapeOf(name: string): string | undefined {
  if (name === '') return 'Say what it is called: npm run new -- venues';
  if (!/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(name))
    return `"${name}": a name has lower-case letters and digits, with hyphens between words: npm run new -- training-plans`;
  if (name.length < 3 || name.length > 30) return `"${name}": a name has 3 to 30 characters`;
  return undefined;
}

interface Names {
  readonly name: string;
  readonly entity: string;
  readonly Entity: string;
  readonly entities: string;
}

function clashOf({ name, entity, Entity, entities }: Names, { subgraphs, types, fields }: Taken): string | undefined {
  if (subgraphs.includes(name)) return `There is a subgraph "${name}" already`;
  if (NEIGHBOURS.includes(name)) return `"${name}" is a service beside the subgraphs: take another name`;
  if (KEYWORDS.has(entity) || KEYWORDS.has(name)) return `"${entity}" is a word of the language: take another name`;
  if (OCCUPIED.has(Entity) || Entity in globalThis) return `Code means something else by ${Entity}: take another name`;
  const type = [Entity, `${Entity}Connection`, `Create${Entity}Input`].find((it) => types.includes(it));
  if (type) return `There is a type ${type} already: take another name`;
  const field = [entity, entities, `create${Entity}`].find((it) => fields.includes(it));
  return field && `There is a root field ${field} already: take another name`;
}

/** Three letters of the word, in its order, that no other kind of id begins with. */
function prefixFor(name: string, taken: readonly string[]): string {
  const letters = `${name.replace(/[^a-z0-9]/g, '')}xyz`;
  const free = (prefix: string) => !taken.includes(prefix);
  for (let second = 1; second < letters.length - 1; second++)
    for (let third = second + 1; third < letters.length; third++) {
      const prefix = `${letters[0]}${letters[second]}${letters[third]}`;
      if (free(prefix)) return prefix;
    }
  throw new Error(`Every prefix for "${name}" is taken`);
}
