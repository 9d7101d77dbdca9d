import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import { readPayload, withTextScalars } from './payload.ts';

const schema = withTextScalars(
  buildSchema(`
    scalar DateTime
    enum OrderStatus { PLACED PAID }
    input OrderLine { productId: ID! quantity: Int! note: String gifts: [[OrderLine!]!] }
    input OrderPlaced {
      orderId: ID!
      version: Int!
      status: OrderStatus!
      lines: [OrderLine!]!
      placedAt: DateTime
      statuses: [OrderStatus]
      currency: String! = "EUR"
    }`),
);
const read = (payload: unknown) => readPayload(schema.getType('OrderPlaced') as GraphQLInputObjectType, payload);
const line = { productId: 'prd_1', quantity: 2 };
const order = { orderId: 'ord_1', version: 1, status: 'PLACED', lines: [line], currency: 'CHF' };

describe('a payload', () => {
  test('holds lists of nested inputs, lists of lists, and enums', () => {
    const whole = {
      ...order,
      lines: [{ ...line, note: null, gifts: [[line], []] }],
      statuses: ['PAID', null],
      placedAt: '2026-05-01T10:00:00.000Z',
    };
    expect(read(whole)).toEqual(whole);
  });

  test('loses what is not declared, at every depth', () => {
    const newer = { ...order, colour: 'red', lines: [{ ...line, gifts: [[{ ...line, ribbon: true }]], weight: 3 }] };
    expect(read(newer)).toEqual({ ...order, lines: [{ ...line, gifts: [[line]] }] });
  });

  test('gets the declared default of what an older producer did not send', () => {
    const { currency: _, ...older } = order;
    expect(read(older)).toEqual({ ...order, currency: 'EUR' });
  });

  test.each([
    ['an unknown enum value', { ...order, status: 'LOST' }, 'OrderPlaced.status'],
    ['a nested field of another type', { ...order, lines: [line, { ...line, quantity: 'two' }] }, 'lines.1.quantity'],
    ['a nested input without a required field', { ...order, lines: [{ productId: 'prd_1' }] }, 'lines.0'],
    ['null in a list of non-null inputs', { ...order, lines: [null] }, 'lines.0'],
    ['an input where a text is due', { ...order, placedAt: { at: 'noon' } }, 'placedAt'],
    ['nothing at all', null, 'OrderPlaced'],
  ])('with %s is refused by its path', (_, payload, path) => {
    expect(() => read(payload)).toThrow(path);
  });
});
