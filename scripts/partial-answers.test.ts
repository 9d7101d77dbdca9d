import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { spreadsOutages } from './partial-answers.ts';

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@provides", "@shareable", "@inaccessible"])\n`;
const PEOPLE =
  'type Query { person: Person } type Person @key(fields: "id") { id: ID! name: String! @shareable age: Int! }';

function complaints(people: string, teams: string): string[] {
  const subgraphs = { people, teams };
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(HEAD + sdl) })),
  );
  if (!supergraphSdl) throw new Error(JSON.stringify(errors));
  return spreadsOutages(supergraphSdl).map((line) => line.split(':')[0] as string);
}

describe('a reference to what another domain promises', () => {
  const teams = (field: string) =>
    `type Team @key(fields: "id") { id: ID! ${field} } type Person @key(fields: "id") { id: ID! } type Query { team: Team }`;
  test.each(['boss: Person!', 'people: [Person!]!', 'people: [Person!]'])('is not %s', (field) => {
    expect(complaints(PEOPLE, teams(field))).toEqual([`Team.${field.split(':')[0]}`]);
  });
  test.each(['boss: Person', 'people: [Person]!', 'boss: Person! @inaccessible'])('may be %s', (field) => {
    expect(complaints(PEOPLE, teams(field))).toEqual([]);
  });
});

describe('what a domain adds to another’s entity', () => {
  const teams = (field: string) => `type Person @key(fields: "id") { id: ID! ${field} } type Query { number: Int }`;
  test('is not promised', () => {
    expect(complaints(PEOPLE, teams('shirt: Int!'))).toEqual(['Person.shirt']);
  });
  test('may be absent, or a copy of what the other has too', () => {
    expect(complaints(PEOPLE, teams('shirt: Int name: String! @shareable'))).toEqual([]);
  });
});

test('an entity of one domain may be promised by it', () => {
  expect(
    complaints(PEOPLE.replace('person: Person', 'person: Person everybody: [Person!]'), 'type Query { a: Int }'),
  ).toEqual([]);
});
