import { type Person, refusals, type Visit, visitClub } from '@fieldhouse/testing';

const EVENT = { title: 'Practice', kind: 'PRACTICE', startsAt: '', endsAt: '' };
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

interface List {
  readonly order: string;
  /** A column that may hold nothing: a place there is one in the list. */
  readonly nullable?: string;
  readonly at: (list: string) => string;
}

/** Every list that is read page by page, by its type and field: how to get there. */
const LISTS: Readonly<Record<string, List>> = {
  'Query.users': { order: 'displayName,id', at: (list) => `{ ${list} }` },
  'Query.teams': { order: 'name,id', at: (list) => `{ ${list} }` },
  'Query.events': { order: 'startsAt,id', at: (list) => `{ ${list} }` },
  'Club.teams': { order: 'name,id', at: (list) => `{ club { ${list} } }` },
  'Team.members': { order: 'id', at: (list) => `{ teams(first: 1) { nodes { ${list} } } }` },
  'Team.upcomingEvents': { order: 'startsAt,id', at: (list) => `{ teams(first: 1) { nodes { ${list} } } }` },
  'Team.pastEvents': { order: 'startsAt,id', at: (list) => `{ teams(first: 1) { nodes { ${list} } } }` },
  'Query.games': { order: 'rank,id', at: (list) => `{ ${list} }` },
  'User.gameReads': { order: 'readAt,gameId', at: (list) => `{ me { ${list} } }` },
  'User.favouriteGames': { order: 'sinceAt,gameId', at: (list) => `{ me { ${list} } }` },
  'Query.notifications': { order: 'inboxAt,id', nullable: 'inboxAt', at: (list) => `{ ${list} }` },
  'Query.reminders': { order: 'fireAt,id', at: (list) => `{ ${list} }` },
  'Query.deliveryLog': { order: 'createdAt,id', at: (list) => `{ ${list} }` },
  'Query.tournaments': { order: 'createdAt,id', at: (list) => `{ ${list} }` },
  'User.tournaments': { order: 'id', at: (list) => `{ me { ${list} } }` },
  'Team.tournaments': { order: 'id', at: (list) => `{ teams(first: 1) { nodes { ${list} } } }` },
  'Game.tournaments': { order: 'createdAt,id', at: (list) => `{ games(first: 1) { nodes { ${list} } } }` },
  'Tournament.participants': { order: 'id', at: (list) => `{ tournaments(first: 1) { nodes { ${list} } } }` },
  'Tournament.matches': { order: 'id', at: (list) => `{ tournaments(first: 1) { nodes { ${list} } } }` },
  'Event.attendees': { order: 'id', at: (list) => `{ events(first: 1) { nodes { ${list} } } }` },
};

const encoded = (json: string) => Buffer.from(json).toString('base64url');
/** What a list of times or of texts never gave out, where a value stands. */
const VALUES = ['null', 'true', '1e400', '1e300', '12345678901234567890', '{}', '[]', '{"__proto__":1}', '"\\u0000"'];
/** What is a place in a list by numbers, though none of its own. */
const NUMBERS = ['-0.5'];
const TEXTS = ['"\\ud800"', '"\\udc00x"'];
const TIMES = [
  '"tomorrow"',
  '""',
  '"0000-01-01T00:00:00Z"',
  '"+010000-01-01T00:00:00Z"',
  '"-000001-01-01T00:00:00Z"',
].concat(
  '"9999-12-31T23:59:59-05:00"',
  '"2026-02-30T00:00:00Z"',
  '"infinity"',
  '8640000000000001',
  '-8640000000000001',
);

function madeUp({ order, nullable }: List): string[] {
  const columns = order.split(',');
  const spoilt = columns.flatMap((column, place) =>
    [...VALUES, ...TEXTS, ...(column.endsWith('At') ? TIMES : []), ...(column === 'rank' ? [] : NUMBERS)]
      .filter((value) => value !== 'null' || column !== nullable)
      .map((value) => {
        const values = columns.map((name, i) =>
          i === place ? value : name.endsWith('At') ? '"2026-01-01T00:00:00.000Z"' : '"x"',
        );
        return `[${[JSON.stringify(order), ...values].join()}]`;
      }),
  );
  const shapes = [
    '',
    'null',
    '0',
    '"x"',
    '{}',
    '[]',
    '{"0":"id"}',
    '["__proto__","x"]',
    '["constructor","x","y"]',
    '["toString"]',
  ].concat(
    `[${JSON.stringify(order)}]`,
    `[${JSON.stringify(order)},"x","y","z"]`,
    '['.repeat(2_900),
    `${'['.repeat(1_400)}${']'.repeat(1_400)}`,
  );
  return [...[...spoilt, ...shapes].map(encoded), '%', '🦉', '\uD800', 'a'.repeat(10_000)];
}

let club: Visit;
let admin: Person;
beforeAll(async () => {
  club = await visitClub();
  admin = await club.admin();
  const make = async (mutation: string, input: object, made: string) => {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
    const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${made} { id } } }`;
    return (await club.run(document, { input }, admin)).data[mutation][made].id;
  };
  await make('createClub', { name: 'Riverside', slug: `cursors-${Date.now().toString(36)}`, timeZone: 'UTC' }, 'club');
  const teamId = await make('createTeam', { name: 'Night Owls', sport: 'Chess' }, 'team');
  await make('createTournament', { name: 'Spring Cup', slug: `cursors-${Date.now().toString(36)}` }, 'tournament');
  await make('createEvent', { ...EVENT, teamId, startsAt: hours(24), endsAt: hours(26) }, 'event');
});
afterAll(() => club.stop());

test('every list is tried', async () => {
  const { data } = await club.run('{ __schema { types { name fields { name args { name } } } } }');
  const lists = data.__schema.types.flatMap(({ name: type, fields }: Type) =>
    (fields ?? []).filter(({ args }) => args.some(({ name }) => name === 'after')).map(({ name }) => `${type}.${name}`),
  );
  expect(lists.sort()).toEqual(Object.keys(LISTS).sort());
});
interface Type {
  name: string;
  fields?: { name: string; args: { name: string }[] }[];
}

describe.each(Object.entries(LISTS))('a cursor that %s did not give out', (name, list) => {
  const field = name.split('.')[1];
  test.each(['after', 'before'])('is bad input as %s, whatever it holds', async (argument) => {
    for (const cursor of madeUp(list)) {
      const query = `query ($cursor: String) ${list.at(`${field}(first: 2, ${argument}: $cursor) { edges { cursor } }`)}`;
      const { errors } = await club.run(query, { cursor }, admin);
      expect({ cursor, codes: refusals({ errors }), messages: errors?.map(({ message }) => message) }).toEqual({
        cursor,
        codes: ['BAD_USER_INPUT'],
        messages: ['Not a cursor of this list'],
      });
    }
  });
});
