import {
  buildClientSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Answer, Run } from './people.ts';

/** What a crawl asks with, by type: `ID` and `String` are tried each; optional arguments of other types are left out. */
export interface Things {
  readonly ID: readonly string[];
  readonly String: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** An object that can be asked for: the selections that lead there, and the coordinates they pass. */
interface Way {
  readonly steps: readonly string[];
  readonly coordinates: readonly string[];
  readonly type: GraphQLObjectType;
}

/** Within MAX_ROOT_FIELDS and MAX_ALIASES; and few, as one plan for many takes longer than a plan for each. */
const AT_ONCE = 5;
/** Of each field, as many objects are looked at as it was reached by different ways, up to this. */
const WAYS = 3;
/** Objects of one type are looked at as often as this, and then once more for each field that leads to one. */
const SIDES = 6;
const DEPTH = 8;
/** Of a list, so many are looked at: they are all alike. */
const PAGE = 5;

/**
 * Asks for everything that the API has, from every query on, as far as somebody gets; each field by itself, as a `null`
 * where nothing may be null hides what is beside it. Gives all answers: what they hold is what that person sees.
 */
export async function crawl(run: Run, things: Things, as?: { readonly token: string }): Promise<readonly Answer[]> {
  const schema = buildClientSchema((await run(getIntrospectionQuery(), {}, as)).data);
  const answers: Answer[] = [];
  const ask = async (asked: readonly Asked[]): Promise<readonly unknown[]> => {
    if (asked.length === 0) return [];
    const answer = await run(
      `{ ${asked.map(([way, leaf], i) => `w${i}: ${selection([...way.steps, leaf])}`).join(' ')} }`,
      {},
      as,
    );
    // Ways that cross many domains can be too many for one plan, each of them being allowed.
    const isTooMuch = answer.errors?.[0]?.extensions?.code === 'COST_EXCEEDED' && asked.length > 1;
    const half = Math.ceil(asked.length / 2);
    if (isTooMuch) return [...(await ask(asked.slice(0, half))), ...(await ask(asked.slice(half)))];
    answers.push(answer);
    if (!answer.data) throw new Error(`The crawl was refused: ${JSON.stringify(answer.errors)}`);
    return asked.map((_, i) => answer.data[`w${i}`]);
  };
  let open: readonly Way[] = [{ steps: [], coordinates: [], type: schema.getQueryType() as GraphQLObjectType }];
  const seen = new Map<string, number>();
  for (let depth = 0; depth < DEPTH && open.length > 0; depth++) {
    for (const some of batches(open.flatMap((way) => leavesOf(way.type, things).map((leaf): Asked => [way, leaf]))))
      await ask(some);
    const ways = open.flatMap((way) => waysFrom(way, schema, things));
    const found: Way[] = [];
    for (const some of batches(ways)) {
      const values = await ask(some.map((way) => [way, '__typename']));
      found.push(...some.filter((_, i) => holdsObject(values[i])));
    }
    open = found.filter((way) => isWorthFollowing(way, seen));
  }
  return answers;
}

/** A way, and the field that is asked at its end. */
type Asked = readonly [way: Way, leaf: string];

/** `me`, `memberships`, `role` as `me { memberships { role } }`. */
const selection = ([first = '', ...rest]: readonly string[]): string =>
  rest.length === 0 ? first : `${first} { ${selection(rest)} }`;

function waysFrom({ steps, coordinates, type }: Way, schema: GraphQLSchema, things: Things): Way[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const coordinate = `${type.name}.${field.name}`;
    if (coordinates.includes(coordinate)) return [];
    const returned = getNamedType(field.type);
    const kinds = isObjectType(returned)
      ? [returned]
      : isAbstractType(returned)
        ? schema.getPossibleTypes(returned)
        : [];
    return kinds.flatMap((kind) =>
      calls(field, things).map((call) => ({
        steps: [...steps, call, ...(kind === returned ? [] : [`... on ${kind.name}`])],
        coordinates: [...coordinates, coordinate],
        type: kind,
      })),
    );
  });
}

const leavesOf = (type: GraphQLObjectType, things: Things): string[] =>
  Object.values(type.getFields()).flatMap((field) =>
    isLeafType(getNamedType(field.type)) ? calls(field, things) : [],
  );

/** A field with its arguments, once for each thing that it can be asked with. */
function calls({ name, args }: GraphQLField<unknown, unknown>, things: Things): string[] {
  const isOneOfSeveral = (arg: GraphQLArgument): boolean =>
    !isRequiredArgument(arg) && isSearchedBy(arg) && args.filter(isSearchedBy).length > 1;
  const given = args.map((arg) =>
    // A list that several things can narrow down is asked for whole.
    isOneOfSeveral(arg) ? [] : literalsOf(arg, things).map((literal) => `${arg.name}: ${literal}`),
  );
  const all = given.reduce<string[][]>(
    (sofar, values) => (values.length === 0 ? sofar : sofar.flatMap((one) => values.map((value) => [...one, value]))),
    [[]],
  );
  return all.map((one) => (one.length === 0 ? name : `${name}(${one.join(', ')})`));
}

/** Whether an argument is tried with each thing that there is. */
const isSearchedBy = ({ name, type }: GraphQLArgument): boolean =>
  ['ID', 'String'].includes(getNamedType(type).name) && !['after', 'before'].includes(name);

function literalsOf({ name, type, ...arg }: GraphQLArgument, things: Things): readonly string[] {
  const named = getNamedType(type);
  const { name: kind } = named;
  if (name === 'first') return [String(PAGE)];
  // A span of time has one beginning and one end.
  if (kind === 'DateTime' && name === 'from') return [JSON.stringify(things.from)];
  if (kind === 'DateTime' && name === 'to') return [JSON.stringify(things.to)];
  if (kind === 'ID' || (kind === 'String' && !['after', 'before'].includes(name)))
    return things[kind].map((it) => JSON.stringify(it));
  if (!isRequiredArgument({ name, type, ...arg })) return [];
  if (kind === 'Int') return ['2'];
  if (isEnumType(named))
    return named
      .getValues()
      .slice(0, 1)
      .map((it) => it.name);
  throw new Error(`The crawl knows no ${kind} to give as ${name}`);
}

/** Whether there is an object at the end of a way: `__typename` says so, wherever lists led to. */
const holdsObject = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && Object.values(value).some(holdsObject));

/** Every field is followed once; several times as long as its type has not been looked at from many sides. */
function isWorthFollowing({ coordinates, type }: Way, seen: Map<string, number>): boolean {
  const [last, sides] = [coordinates.at(-1) ?? '', seen.get(type.name) ?? 0];
  const isWorth = (seen.get(last) ?? 0) < (sides < SIDES ? WAYS : 1);
  if (!isWorth) return false;
  seen.set(last, (seen.get(last) ?? 0) + 1);
  seen.set(type.name, sides + 1);
  return true;
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += AT_ONCE) yield all.slice(i, i + AT_ONCE);
}
