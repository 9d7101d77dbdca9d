import { buildSchema } from 'graphql';
import { undescribed } from './descriptions.ts';

test('names types and root fields that say nothing', () => {
  const schema = buildSchema(`
    "What can be asked." type Query { "A team." team: Team teams: [Team] }
    type Team { name: String }
    " " scalar Colour`);
  expect(undescribed(schema)).toEqual(['Team', 'Colour', 'Query.teams']);
});
