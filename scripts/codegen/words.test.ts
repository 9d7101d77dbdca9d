import { oneOf, plural, singular, typeName, words } from './words.ts';

test.each([
  ['venues', 'venue', 'venues'],
  ['matches', 'match', 'matches'],
  ['boxes', 'box', 'boxes'],
  ['classes', 'class', 'classes'],
  ['courses', 'course', 'courses'],
  ['exercises', 'exercise', 'exercises'],
  ['diaries', 'diary', 'diaries'],
  ['progress', 'progress', 'progresses'],
  ['dashboard', 'dashboard', 'dashboards'],
  ['news', 'news', 'newses'],
  ['people', 'person', 'people'],
  ['training-plans', 'training-plan', 'training-plans'],
])('%s are each %s, together %s', (name, one, several) => {
  expect(singular(name)).toBe(one);
  expect(plural(singular(name))).toBe(several);
});

test('names become types and prose', () => {
  expect(typeName('training-plan')).toBe('TrainingPlan');
  expect(words('TrainingPlan')).toBe('training plan');
  expect(words('training-plan')).toBe('training plan');
  expect(['user', 'event', 'unit', 'animal', 'usher'].map(oneOf)).toEqual([
    'a user',
    'an event',
    'a unit',
    'an animal',
    'an usher',
  ]);
});
