import { readDeclarations } from '../events/declared.ts';
import { asyncApi } from './asyncapi.ts';
import { eventsPage } from './events.ts';

const declared = readDeclarations(`
  directive @event(topic: String!, key: String!) on INPUT_OBJECT
  enum OrderStatus { PLACED "Money came." PAID }
  "One product of an order."
  input OrderLine { productId: ID! quantity: Int! = 1 }
  "Somebody ordered."
  input OrderPlaced @event(topic: "fieldhouse.orders.order.v1", key: "orderId") {
    orderId: ID! version: Int! status: OrderStatus! lines: [OrderLine!]!
  }`);

test('the page of events describes what is nested in them', () => {
  const page = eventsPage([], declared);
  expect(page).toContain('| `lines` | `[OrderLine!]!` |  |');
  expect(page).toContain('### OrderLine\n\nOne product of an order.\n\n| field | type | |');
  expect(page).toContain('### OrderStatus\n\n| value | |\n|---|---|\n| `PLACED` |  |\n| `PAID` | Money came. |');
});

test('AsyncAPI has a schema for each nested input and enum', () => {
  const { components } = asyncApi(declared) as { components: Record<string, Record<string, object>> };
  expect(components.schemas).toEqual({
    OrderStatus: { type: 'string', enum: ['PLACED', 'PAID'] },
    OrderLine: {
      type: 'object',
      description: 'One product of an order.',
      required: ['productId'],
      properties: { productId: { type: 'string' }, quantity: { type: 'integer' } },
    },
  });
  expect(components.messages?.OrderPlaced).toMatchObject({
    payload: {
      properties: {
        status: { $ref: '#/components/schemas/OrderStatus' },
        lines: { type: 'array', items: { $ref: '#/components/schemas/OrderLine' } },
      },
    },
  });
});
