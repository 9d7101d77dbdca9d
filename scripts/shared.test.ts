import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { sharedSdl, withShared } from './codegen/shared.ts';

const OWN = 'type Query {\n  "All of them."\n  venues: [String!]!\n}';

test('the shared part follows what a subgraph says itself', () => {
  const sdl = withShared(`${OWN}\n`);
  expect(sdl.startsWith(`${OWN}\n\n#`)).toBe(true);
  expect(sdl.endsWith(`\n\n${sharedSdl().slice(0, sharedSdl().indexOf('\n\n'))}\n`)).toBe(true);
  expect(withShared(sdl)).toBe(sdl);
});

test('it holds what the subgraph uses, with what that uses in turn, and nothing else', () => {
  const sdl = withShared('type Venue {\n  id: ID!\n  rent: Money\n}');
  for (const used of ['type Money', 'scalar SafeInt', 'scalar Currency']) expect(sdl).toContain(`\n${used} `);
  for (const unused of ['JSON', 'MoneyInput', 'UserError', 'ErrorCode', 'DateTime']) expect(sdl).not.toContain(unused);
  expect(withShared(sdl)).toBe(sdl);
  expect(withShared(sdl.replace('Money', 'JSON'))).not.toContain('Currency');
});

test('what is added at the end of the file is kept, above the shared part', () => {
  const added = '"A place."\ntype Venue {\n  id: ID!\n}';
  const sdl = withShared(`${withShared(OWN)}\n${added}\n`);
  expect(sdl).toBe(withShared(`${OWN}\n\n${added}`));
});

test('an outdated shared part is replaced', () => {
  const sdl = withShared(`${OWN}\n\ntype Payload {\n  userErrors: [UserError!]!\n}`);
  expect(withShared(sdl.replace(/^enum ErrorCode \{$/m, 'enum ErrorCode {\n  OF_OLD'))).toBe(sdl);
});

describe('connections', () => {
  const LISTS = `type Query {
  venues(first: Int): VenueConnection
  entries(first: Int): RosterEntryConnection
}

type Venue {
  id: ID!
  people: UserConnection!
}

type RosterEntry {
  id: ID!
}

type User @key(fields: "id", resolvable: false) {
  id: ID!
}`;

  test('are written for the lists that a schema has, with their edges, and make a whole of the file', () => {
    const sdl = withShared(LISTS);
    expect(sdl).toContain('"One page of roster entries."\ntype RosterEntryConnection {');
    expect(sdl).toContain('"A roster entry in a page."\ntype RosterEntryEdge {');
    expect(sdl).toContain('"One page of people."\ntype UserConnection {');
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl) }]);
    expect(schema.getType('VenueEdge')?.toString()).toBe('VenueEdge');
  });

  test('go with the list that used them', () => {
    expect(withShared(withShared(LISTS).replace('people: UserConnection!', ''))).not.toContain('UserEdge');
  });

  test('that a schema defines itself are its own', () => {
    const own = `${LISTS}\n\n"Venues, and how many are free."\ntype VenueConnection {\n  nodes: [Venue!]!\n  free: Int\n}`;
    const sdl = withShared(own);
    expect(sdl.match(/type VenueConnection/g)).toHaveLength(1);
    expect(withShared(sdl)).toBe(sdl);
  });

  test('that were written by hand below the mark, with more than ours have, are kept', () => {
    const more = '"Venues."\ntype VenueConnection {\n  nodes: [Venue!]!\n}';
    expect(withShared(`${withShared(LISTS)}\n${more}\n`)).toBe(withShared(`${LISTS}\n\n${more}`));
  });
});

describe('nodes', () => {
  const OWN = `type Query {
  venue(id: ID!): Venue
}

type Venue @key(fields: "id") @id(prefix: "ven") {
  id: ID!
}

type Booking @key(fields: "id") @id(prefix: "boo") {
  id: ID!
}`;
  const INDEX = 'type Query {\n  "Anything."\n  node(id: ID!): Node\n}';

  test('are the types with a prefix that a root field gives by id alone', () => {
    const sdl = withShared(OWN);
    expect(sdl).toContain('extend type Venue implements Node @key(fields: "nodeId") {\n  nodeId: ID! @inaccessible\n}');
    expect(sdl).not.toContain('extend type Booking');
    expect(sdl).toContain('directive @id(prefix: String!) on OBJECT');
    expect(withShared(sdl)).toBe(sdl);
  });

  test('of every other domain are stubs where `node` is served, and go with their home', () => {
    const sdl = withShared(INDEX, [withShared(OWN)]);
    expect(sdl).toContain('type Venue implements Node @key(fields: "nodeId", resolvable: false) @id(prefix: "ven") {');
    expect(withShared(sdl, [withShared(OWN)])).toBe(sdl);
    expect(withShared(sdl)).not.toContain('Venue');
  });

  test('cannot be served where another domain’s id is known otherwise: whether it is there would not be asked', () => {
    const knowing = `${INDEX}\n\ntype Venue @key(fields: "id", resolvable: false) {\n  id: ID!\n}`;
    expect(() => withShared(knowing, [OWN])).toThrow('Venue');
  });
});
