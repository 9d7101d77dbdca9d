import type { GraphQLResponseBody } from '@fieldhouse/platform';
import { answerOf, type Call } from './fixture/clients.ts';
import { type Answer, type House, openHouse } from './fixture/house.ts';
import { teams } from './fixture/subgraphs.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const SHIRTS = '{ everybody { name shirt } teams { id } }';
const NAMES = ['Ada', 'Bob', 'Cyd'];
const TEAMS = [{ id: 'a' }, { id: 'b' }];
const told = ({ errors }: Answer) => errors?.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`);

/** Teams answer every fetch but the one for entities. */
const entitiesAre = (answer: unknown) => {
  house.teams.instead = async (call: Call) =>
    call.body.query.includes('_entities') ? (answer as GraphQLResponseBody) : answerOf(teams, call);
};
const shirts = (...worn: (number | null)[]) => NAMES.map((name, index) => ({ name, shirt: worn[index] ?? null }));
const everyShirt = (code: string) => [0, 1, 2].map((index) => `everybody.${index}.shirt ${code}`);

describe('entities that a subgraph answers with', () => {
  const own = { shirt: 1 };
  test.each([
    ['too few', { data: { _entities: [{ shirt: 2 }, { shirt: 3 }] } }],
    ['none', { data: { _entities: [] } }],
    ['too many', { data: { _entities: [own, own, own, own] } }],
    ['null', { data: { _entities: null } }],
    ['no list', { data: { _entities: { 0: own, 1: own, 2: own, length: 3 } } }],
    ['absent', { data: {} }],
    ['data of text', { data: 'nothing' }],
    ['data that is a list', { data: [own, own, own] }],
    ['no data', { data: null }],
    ['no answer', null],
    ['a list for an answer', [own, own, own]],
    ['errors that are no list', { data: { _entities: [own, own, own] }, errors: 'many' }],
    ['errors that are no errors', { data: { _entities: [own, own, own] }, errors: [7, null] }],
  ])('are a fault at their places, and nobody gets another’s, when they are %s', async (_, answer) => {
    entitiesAre(answer);
    const answered = await house.ask(SHIRTS);
    expect(answered.data).toEqual({ everybody: shirts(null, null, null), teams: TEAMS });
    expect(told(answered)).toEqual(everyShirt('INTERNAL_SERVER_ERROR'));
    expect(house.lines.filter(({ message }) => message === 'subgraph gave no usable answer')).toHaveLength(1);
  });

  test.each([
    ['without a path', undefined],
    ['at the list itself', ['_entities']],
  ])('are missing for the reason that is given %s', async (_, path) => {
    entitiesAre({ data: null, errors: [{ message: 'x', path, extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    const answered = await house.ask(SHIRTS);
    expect(answered.data).toEqual({ everybody: shirts(null, null, null), teams: TEAMS });
    expect(told(answered)).toEqual(everyShirt('SERVICE_UNAVAILABLE'));
  });

  test.each([
    ['null', null, []],
    ['text', 'one', ['everybody.1 INTERNAL_SERVER_ERROR']],
    ['a list', [{ shirt: 9 }], ['everybody.1 INTERNAL_SERVER_ERROR']],
  ])('are served but for one that is %s', async (_, odd, errors) => {
    entitiesAre({ data: { _entities: [{ shirt: 1 }, odd, { shirt: 3 }] } });
    const answered = await house.ask(SHIRTS);
    expect(answered.data.everybody).toEqual(shirts(1, null, 3));
    expect(told(answered) ?? []).toEqual(errors);
  });

  test('are told apart from what another error says, at its place', async () => {
    const error = { message: 'x', path: ['_entities', 1, 'shirt'], extensions: { code: 'FORBIDDEN' } };
    entitiesAre({ data: { _entities: [{ shirt: 1 }, { shirt: null }, { shirt: 3 }] }, errors: [error] });
    const answered = await house.ask(SHIRTS);
    expect(answered.data.everybody).toEqual(shirts(1, null, 3));
    expect(told(answered)).toEqual(['everybody.1.shirt FORBIDDEN']);
  });
});

describe('a path that leads nowhere', () => {
  test.each([
    ['to an entity beyond the list', ['_entities', 3, 'shirt']],
    ['to an entity before it', ['_entities', -1]],
    ['to a field that nobody asked for', ['secrets', 0]],
    ['by something that is no key', ['_entities', { 1: 1 }]],
    ['as a text', '_entities.1.shirt'],
  ])('is not told: %s', async (_, path) => {
    entitiesAre({
      data: { _entities: [{ shirt: 1 }, { shirt: 2 }, { shirt: 3 }] },
      errors: [{ message: 'x', path, extensions: { code: 'FORBIDDEN' } }],
    });
    const { data, errors } = await house.ask(SHIRTS);
    expect(data.everybody).toEqual(shirts(1, 2, 3));
    expect(errors).toEqual([{ message: 'x', extensions: { code: 'FORBIDDEN', requestId: expect.any(String) } }]);
  });
});
