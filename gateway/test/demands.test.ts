import { demandsOf } from '../src/demands.ts';

const demands = demandsOf(`
  schema @link(url: "https://specs.apollo.dev/authenticated/v0.1") @link(url: "https://specs.apollo.dev/requiresScopes/v0.1") {
    query: Query
  }
  type Query { anything: Thing goods: Good }
  interface Thing @requiresScopes(scopes: [["member"], ["admin"]]) { id: ID! }
  interface Good @authenticated @requiresScopes(scopes: [["member"]]) { id: ID! price: Int @requiresScopes(scopes: [["buyer"]]) }
  type Notice implements Thing { id: ID! }
  type Team implements Thing @requiresScopes(scopes: [["member"]]) { id: ID! }
  type Ball implements Good @requiresScopes(scopes: [["member"]]) { id: ID! price: Int }
  type Shirt implements Good @requiresScopes(scopes: [["member"]]) { id: ID! price: Int @requiresScopes(scopes: [["buyer"]]) }
`);

describe('what an interface demands', () => {
  test('is what all its implementations demand alike, whatever composition says of it', () => {
    const member = { scopes: [[['member']]] };
    expect(demands.get('Query.goods')).toEqual(member);
    expect(demands.get('Good.price')).toEqual(member);
    expect(demands.get('Query.anything')).toBeUndefined();
    expect(demands.get('Thing.id')).toBeUndefined();
  });

  test('leaves what each of them demands itself', () => {
    expect(demands.get('Team.id')).toEqual({ scopes: [[['member']]] });
    expect(demands.get('Shirt.price')).toEqual({ scopes: [[['buyer']], [['member']]] });
  });
});
