import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { acknowledge, acknowledgedIn } from './acknowledged.ts';
import { apiFindings } from './api.ts';
import { authorisationFindings } from './authorisation.ts';
import { defaultBase, gitIn, givenBase } from './base.ts';
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
  test('may lack what is new where a default stands in', () => {
    expect(paths(sdl(''), sdl('sport: String! = "ANY"'))).toEqual([]);
    expect(paths(sdl('sport: String! = "ANY"'), sdl('sport: String!'))).toEqual(['TeamCreated.sport']);
  });

  const order = ({ line = 'id: ID!', status = 'PLACED PAID', lines = '[Line!]!' }) => `
    directive @event(topic: String!, key: String!) on INPUT_OBJECT
    ${status && `enum Status { ${status} }`}
    ${line && `input Line { ${line} }`}
    input OrderPlaced @event(topic: "a", key: "orderId") { orderId: ID! lines: ${lines} status: ${status ? 'Status' : 'String'} }`;
  const found = (before: object, after: object) =>
    eventFindings(order(before), order(after)).map(({ level, path }) => `${level} ${path}`);

  test.each([
    ['a nested field goes', { line: 'id: ID! note: String' }, {}, ['breaking Line.note']],
    [
      'a nested field changes its type',
      { line: 'id: ID! count: Int' },
      { line: 'id: ID! count: Float' },
      ['breaking Line.count'],
    ],
    ['a nested field is new and required', {}, { line: 'id: ID! count: Int!' }, ['breaking Line.count']],
    ['a list may hold null', {}, { lines: '[Line]!' }, ['breaking OrderPlaced.lines']],
    ['a nested input goes', {}, { line: '', lines: '[ID!]!' }, ['breaking OrderPlaced.lines']],
    ['an enum loses a value', {}, { status: 'PLACED' }, ['breaking Status.PAID']],
    ['an enum becomes a text', {}, { status: '' }, ['breaking OrderPlaced.status']],
  ])('break when %s', (_, before, after, expected) => expect(found(before, after)).toEqual(expected));
  test('are to be watched when an enum gains a value: older consumers refuse it', () => {
    expect(found({}, { status: 'PLACED PAID LOST' })).toEqual(['dangerous Status.LOST']);
  });
  test('may carry something optional more in what is nested', () => {
    expect(found({}, { line: 'id: ID! note: String' })).toEqual([]);
  });
});

test('a registered operation that no longer fits is named by its file', () => {
  const findings = operationFindings(api('name: String'), new Map([['operations/team.graphql', '{ team { sport } }']]));
  expect(findings).toEqual([
    { level: 'breaking', path: 'operations/team.graphql', message: expect.stringContaining('"sport"') },
  ]);
});

describe('who may what', () => {
  const sdl = (field: string, type = '') =>
    `type Query { team: Team @requiresScopes(scopes: [["member"]]) } type Team ${type} { name: String ${field} }`;
  const levels = (before: string, after: string) =>
    authorisationFindings(before, after).map(({ level, path }) => `${level} ${path}`);

  test.each([
    ['@authenticated', ''],
    ['@authenticated', '@tag(name: "public")'],
    ['@inaccessible', '@authenticated'],
    ['@requiresScopes(scopes: [["member", "staff"]])', '@requiresScopes(scopes: [["member"]])'],
    ['@policy(policies: [["self"]])', '@policy(policies: [["self"], ["admin"]])'],
    ['@policy(policies: [["self"]])', '@policy(policies: [["admin"]])'],
    ['@requiresScopes(scopes: [["member"]])', '@authenticated'],
  ])('is breaking when "%s" becomes "%s"', (before, after) => {
    expect(levels(sdl(before), sdl(after))).toEqual(['breaking Team.name']);
  });
  test.each([
    ['', '@authenticated'],
    ['@authenticated', '@requiresScopes(scopes: [["member"]])'],
    ['@policy(policies: [["self"], ["admin"]])', '@policy(policies: [["self"]])'],
  ])('is dangerous when "%s" becomes "%s"', (before, after) => {
    expect(levels(sdl(before), sdl(after))).toEqual(['dangerous Team.name']);
  });
  test('counts what a type demands for each of its fields, and for those that return it', () => {
    const closed = sdl('', '@policy(policies: [["teammate"]])');
    expect(levels(closed, sdl(''))).toEqual(['breaking Query.team', 'breaking Team.name']);
  });
  test('is no finding when a rule moves from the fields to their type', () => {
    expect(levels(sdl('@authenticated'), sdl('', '@authenticated'))).toEqual([]);
  });
});

test('a breaking change that was decided on is named and passes; the same field changed otherwise does not', () => {
  const page = "- `Query.me: changed type from 'User!' to 'User'` — one part away no longer empties the answer";
  const finding = (message: string) => ({ level: 'breaking', path: 'Query.me', message }) as const;
  const found = [finding("changed type from 'User!' to 'User'"), finding('was removed')];
  expect(acknowledge(found, acknowledgedIn(page)).map(({ level }) => level)).toEqual(['acknowledged', 'breaking']);
});

describe('what is compared with', () => {
  const directory = mkdtempSync(join(tmpdir(), 'base-'));
  const [theirs, ours] = [gitIn(directory), gitIn(join(directory, 'clone'))];
  const commit = (git: typeof ours, message: string) =>
    git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '--allow-empty', '-qm', message);
  const messageOf = (ref: string | null) => ref && ours('log', '-1', '--format=%s', ref);
  beforeAll(() => {
    theirs('init', '-q', '-b', 'main');
    commit(theirs, 'first');
    theirs('config', 'receive.denyCurrentBranch', 'ignore');
    theirs('clone', '-q', '.', 'clone');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('is nothing in a clone of one commit', () => expect(defaultBase(ours)).toBeNull());
  test('is the main branch while there is something of our own', () => {
    commit(ours, 'second');
    commit(ours, 'third');
    expect(messageOf(defaultBase(ours))).toBe('first');
  });
  test('is where main was before a push of several commits', () => {
    ours('push', '-q', 'origin', 'main');
    expect(messageOf(defaultBase(ours))).toBe('first');
  });
  test('is the main branch while something is not committed', () => {
    writeFileSync(join(directory, 'clone', 'new.txt'), '');
    expect(messageOf(defaultBase(ours))).toBe('third');
  });
  test('is nothing for the first push of a branch', () => expect(givenBase(ours, '0'.repeat(40))).toBeNull());
  test('is refused where there is no such commit', () => expect(() => givenBase(ours, 'nowhere')).toThrow('nowhere'));
});
