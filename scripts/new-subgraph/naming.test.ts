import { namesFor } from './naming.ts';
import { takenNames } from './taken.ts';

const taken = {
  subgraphs: ['teams'],
  types: ['Team', 'Session', 'UnitSystem'],
  fields: ['club', 'calendar'],
  prefixes: ['pro', 'tem'],
};

test.each([
  ['venues', { __Entity__: 'Venue', __entities__: 'venues', __one__: 'a venue', __prefix__: 'ven' }],
  ['dashboard', { __Entity__: 'Dashboard', __entities__: 'dashboards', __prefix__: 'das' }],
  ['progress', { __Entity__: 'Progress', __entities__: 'progresses', __prefix__: 'prg' }],
  ['products', { __Entity__: 'Product', __entities__: 'products', __prefix__: 'prd' }],
  [
    'training-plans',
    {
      __Domain__: 'TrainingPlans',
      __Entity__: 'TrainingPlan',
      __entity__: 'trainingPlan',
      __entities__: 'trainingPlans',
      __one__: 'a training plan',
      __several__: 'training plans',
    },
  ],
])('%s makes names', (name, names) => {
  expect(namesFor(name, taken)).toMatchObject(names);
});

test.each([
  ['', 'Say what it is called'],
  ['Venues', 'lower-case'],
  ['../evils', 'lower-case'],
  ['-venues', 'lower-case'],
  ['a--b', 'lower-case'],
  ['v', '3 to 30'],
  ['a'.repeat(31), '3 to 30'],
  ['teams', 'a subgraph "teams" already'],
  ['postgres', 'a service beside'],
  ['gateway', 'a service beside'],
  ['classes', 'a word of the language'],
  ['imports', 'a word of the language'],
  ['dates', 'Code means something else by Date'],
  ['records', 'Code means something else by Record'],
  ['sessions', 'There is a type Session already'],
  ['clubs', 'There is a root field club already'],
])('"%s" is refused with a sentence', (name, sentence) => {
  expect(namesFor(name, taken)).toEqual(expect.stringContaining(sentence));
});

test.each([
  ['teams', 'a subgraph "teams" already'],
  ['sessions', 'There is a type Session already'],
  ['calendars', 'There is a root field calendar already'],
])('"%s" is taken in this repository', (name, sentence) => {
  expect(namesFor(name, takenNames())).toEqual(expect.stringContaining(sentence));
});

test('the prefixes of this repository are taken', () => {
  expect(takenNames().prefixes).toEqual(expect.arrayContaining(['usr', 'tem', 'evt']));
});
