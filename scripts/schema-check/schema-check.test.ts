import { buildSchema } from 'graphql';
import { apiFindings } from './api.ts';
import { eventFindings } from './events.ts';
import { operationFindings } from './operations.ts';

const api = (fields: string) => buildSchema(`type Query { team: Team } type Team { ${fields} }`);
const levels = async (before: string, after: string) =>
  (await apiFindings(api(before), api(after))).map(({ level, path }) => `${level} ${path}`);

describe('the API', () => {
  test('may grow', async () => expect(await levels('name: String', 'name: String, sport: String')).toEqual([]));
  test('breaks when a field goes', async () => {
    expect(await levels('name: String, sport: String', 'name: String')).toEqual(['breaking Team.sport']);
  });
  test('breaks when a field may become null', async () => {
    expect(await levels('name: String!', 'name: String')).toEqual(['breaking Team.name']);
  });
});

describe('events', () => {
  const sdl = (fields: string, topic = 'a') => `
    directive @event(topic: String!, key: String!) on INPUT_OBJECT
    input TeamCreated @event(topic: "${topic}", key: "teamId") { teamId: ID! ${fields} }`;
  const paths = (before: string, after: string) => eventFindings(before, after).map(({ path }) => path);

  test('may carry something optional more', () => expect(paths(sdl(''), sdl('name: String'))).toEqual([]));
  test.each([
    ['goes', sdl('name: String'), sdl(''), 'TeamCreated.name'],
    ['changes its type', sdl('name: String!'), sdl('name: ID!'), 'TeamCreated.name'],
    ['may become null', sdl('name: String!'), sdl('name: String'), 'TeamCreated.name'],
    ['is new and required', sdl(''), sdl('name: String!'), 'TeamCreated.name'],
  ])('break when a field %s', (_, before, after, path) => expect(paths(before, after)).toEqual([path]));
  test('break when one goes or takes another way', () => {
    expect(paths(sdl(''), 'directive @event(topic: String!, key: String!) on INPUT_OBJECT')).toEqual(['TeamCreated']);
    expect(paths(sdl(''), sdl('', 'b'))).toEqual(['TeamCreated']);
  });
});

test('a registered operation that no longer fits is named by its file', () => {
  const findings = operationFindings(api('name: String'), new Map([['operations/team.graphql', '{ team { sport } }']]));
  expect(findings).toEqual([
    { level: 'breaking', path: 'operations/team.graphql', message: expect.stringContaining('"sport"') },
  ]);
});
