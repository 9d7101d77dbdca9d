import { eventsTypeScript } from './typescript.ts';

const DIRECTIVE = `
  directive @event(topic: String!, key: String!) on INPUT_OBJECT
  directive @endsSessions on INPUT_OBJECT
  directive @narrowsAccess on INPUT_OBJECT
`;
const EVENT = '@event(topic: "fieldhouse.orders.order.v1", key: "orderId")';
const generated = (sdl: string) => eventsTypeScript(DIRECTIVE + sdl);

describe('the TypeScript of events', () => {
  test('has nested inputs, lists of them, enums and what may be null', () => {
    const text = generated(`
      enum OrderStatus { PLACED PAID }
      "One product of an order."
      input OrderLine { productId: ID! quantity: Int! note: String }
      "Somebody ordered."
      input OrderPlaced ${EVENT} {
        orderId: ID! version: Int! status: OrderStatus! lines: [OrderLine!]! before: OrderStatus gift: [OrderLine]
      }`);
    expect(text).toContain("export type OrderStatus = 'PLACED' | 'PAID';");
    expect(text).toContain(
      '/** One product of an order. */\nexport interface OrderLine {\n  readonly productId: string;',
    );
    expect(text).toContain('readonly status: OrderStatus;');
    expect(text).toContain('readonly lines: readonly (OrderLine)[];');
    expect(text).toContain('readonly before?: OrderStatus | null;');
    expect(text).toContain('readonly gift?: readonly (OrderLine | null)[] | null;');
    expect(text).toMatch(/eventCatalog = \{\n {2}OrderPlaced: [^\n]*\n\}/);
  });

  test('names the events that end sessions, and those that narrow what somebody may see', () => {
    const text = generated(`
      input PersonShutOut @event(topic: "t", key: "userId") @endsSessions @narrowsAccess { userId: ID! version: Int! }
      input OrderPlaced ${EVENT} @narrowsAccess { orderId: ID! version: Int! }`);
    expect(text).toContain("endingSessions: ReadonlySet<string> = new Set<EventName>(['PersonShutOut']);");
    expect(text).toContain(
      "narrowingAccess: ReadonlySet<string> = new Set<EventName>(['PersonShutOut', 'OrderPlaced']);",
    );
  });

  test.each([
    ['an input that is no event and in none', 'input OrderLine { id: ID! }', 'OrderLine needs @event'],
    ['a key that is no field', `input OrderPlaced ${EVENT} { id: ID! version: Int! }`, 'its key'],
    ['a key that may be absent', `input OrderPlaced ${EVENT} { orderId: ID version: Int! }`, 'its key'],
    [
      'something personal of nobody',
      `directive @personal on INPUT_FIELD_DEFINITION input OrderPlaced ${EVENT} { orderId: ID! version: Int! name: String @personal }`,
      'nothing says whose',
    ],
    [
      'an end of sessions of nobody',
      `input OrderPlaced ${EVENT} @endsSessions { orderId: ID! version: Int! }`,
      'userId',
    ],
    ['no version', `input OrderPlaced ${EVENT} { orderId: ID! }`, 'version: Int!'],
  ])('refuses %s', (_, sdl, message) => {
    expect(() => generated(sdl)).toThrow(message);
  });
});
