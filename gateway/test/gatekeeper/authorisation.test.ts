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
const refused = async (operationName: string, who: ReturnType<typeof viewer> | null) =>
  refusedFor(await find({ query, operationName }), who);
const codes = async (...asked: Parameters<typeof refused>) =>
  [...(await refused(...asked))].map(([coordinate, { code }]) => `${coordinate} ${code}`);

describe('what the token alone refuses', () => {
  test('is found in the operation that is asked for, fragments included, and in no other', async () => {
    expect(await codes('Mine', null)).toEqual(['Query.me UNAUTHENTICATED']);
    expect(await codes('Other', null)).toEqual(['Person.email UNAUTHENTICATED']);
  });

  test('depends on the viewer', async () => {
    expect(await codes('Mine', viewer())).toEqual([]);
    expect(await codes('Other', viewer())).toEqual(['Person.email FORBIDDEN']);
    expect(await codes('Other', viewer('admin'))).toEqual([]);
  });

  test('is the same object for viewers of the same kind, so that what follows is remembered', async () => {
    expect(await refused('Other', viewer())).toBe(await refused('Other', { ...viewer('other'), id: 'usr_2' }));
    expect(await refused('Other', viewer())).not.toBe(await refused('Other', null));
    expect(await refused('Mine', null)).not.toBe(await refused('Other', null));
  });
});
