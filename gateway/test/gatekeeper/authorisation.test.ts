import { buildSchema } from 'graphql';
import { refusedFields } from '../../src/gatekeeper/authorisation.ts';
import { knownOperations } from '../../src/gatekeeper/known-operations.ts';
import { defaultGatewayConfig } from '../../src/index.ts';

const schema = buildSchema('type Query { me: Person person: Person } type Person { name: String email: String }');
const demands = new Map([
  ['Query.me', { scopes: [] }],
  ['Person.email', { scopes: [[['contacts'], ['admin']]] }],
]);
const { find } = knownOperations(schema, { limits: defaultGatewayConfig.limits, introspection: true });
const query = 'query Mine { me { name } } query Other { person { ...P } } fragment P on Person { email }';
const viewer = (...scopes: string[]) => ({ id: 'usr_1', roles: [], scopes, sessionId: 'ses_1' });

const refusedFor = refusedFields(demands);
const refused = (operationName: string, who: ReturnType<typeof viewer> | null) =>
  refusedFor(find({ query, operationName }), who);
const codes = (...asked: Parameters<typeof refused>) =>
  [...refused(...asked)].map(([coordinate, { code }]) => `${coordinate} ${code}`);

describe('what the token alone refuses', () => {
  test('is found in the operation that is asked for, fragments included, and in no other', () => {
    expect(codes('Mine', null)).toEqual(['Query.me UNAUTHENTICATED']);
    expect(codes('Other', null)).toEqual(['Person.email UNAUTHENTICATED']);
  });

  test('depends on the viewer', () => {
    expect(codes('Mine', viewer())).toEqual([]);
    expect(codes('Other', viewer())).toEqual(['Person.email FORBIDDEN']);
    expect(codes('Other', viewer('admin'))).toEqual([]);
  });

  test('is the same object for viewers of the same kind, so that what follows is remembered', () => {
    expect(refused('Other', viewer())).toBe(refused('Other', { ...viewer('other'), id: 'usr_2' }));
    expect(refused('Other', viewer())).not.toBe(refused('Other', null));
    expect(refused('Mine', null)).not.toBe(refused('Other', null));
  });
});
