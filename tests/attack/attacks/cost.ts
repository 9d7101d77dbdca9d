import { type Attack, operation } from '../attack.ts';

const TOO_MUCH = ['COST_EXCEEDED', 'GRAPHQL_VALIDATION_FAILED'];
const page = (list: string, inner: string, size = '100') => `${list}(first: ${size}) { nodes { ${inner} } }`;

/** Lists in lists in lists. */
const inTeams = (levels: number): string => page('members', levels === 0 ? 'id' : `team { ${inTeams(levels - 1)} }`);
const throughUsers = (levels: number): string =>
  levels === 0 ? 'id' : `user { memberships { team { ${page('members', throughUsers(levels - 1))} } } }`;

const player = { as: 'player' } as const;

/** Operations that fit every other limit and would keep the house busy for seconds. */
export const cost: readonly Attack[] = [
  operation('rosters four deep', { query: `{ ${page('teams', inTeams(3))} }` }, TOO_MUCH, player),
  operation('rosters three deep', { query: `{ ${page('teams', inTeams(2))} }` }, TOO_MUCH, player),
  operation(
    'rosters four deep, sizes by variables',
    { query: `query ($n: Int!) { ${page('teams', inTeams(3).replaceAll('100', '$n'), '$n')} }`, variables: { n: 100 } },
    TOO_MUCH,
    player,
  ),
  operation(
    'rosters four deep, sizes by defaults',
    { query: `query ($n: Int! = 100) { ${page('teams', inTeams(3).replaceAll('100', '$n'), '$n')} }` },
    TOO_MUCH,
    player,
  ),
  operation(
    'rosters four deep, by fragments',
    {
      query: `{ ${page('teams', '...A')} } fragment A on Team { ${page('members', 'team { ...B }')} } fragment B on Team { ${page('members', 'team { ...C }')} } fragment C on Team { ${page('members', 'id user { displayName }')} }`,
    },
    TOO_MUCH,
    player,
  ),
  operation(
    'from person to team to person',
    { query: `{ me { memberships { team { ${page('members', throughUsers(2))} } } } }` },
    TOO_MUCH,
    player,
  ),
  operation(
    '20 aliases of rosters two deep',
    { query: `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: ${page('teams', inTeams(0))}`).join(' ')} }` },
    TOO_MUCH,
    player,
  ),
  operation(
    'every attendance of every event of every team',
    {
      query: `{ ${page('teams', page('upcomingEvents', page('attendees', `user { memberships { team { ${page('upcomingEvents', page('attendees', 'id'))} } } }`)))} }`,
    },
    TOO_MUCH,
    player,
  ),
  operation(
    'a club in a team in a club',
    { query: `{ ${page('teams', `club { ${page('teams', `club { ${page('teams', inTeams(1))} }`)} }`)} }` },
    TOO_MUCH,
    player,
  ),
  operation('rosters four deep, as administrator', { query: `{ ${page('teams', inTeams(3))} }` }, TOO_MUCH, {
    as: 'admin',
  }),
];
