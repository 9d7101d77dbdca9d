/**
 * How long a double elimination of 1,024 takes to be drawn up, scheduled and read whole, with the number of SQL statements, and the
 * same of 16: statements must not depend on the size.
 */
import { startClub, type TestClub } from '@fieldhouse/testing';
import { startTestPostgres } from '@fieldhouse/testing/test-postgres';
import { table } from '../report.ts';

const SIZES = [16, 1024];
const BRACKET = `query ($id: ID!) { stage(id: $id) { bracket { rounds { name side matches {
  id label status slots { participant { name } }
} } edges { from to kind } } } }`;

export default async function brackets(): Promise<void> {
  const postgres = await startTestPostgres();
  process.env.TEST_POSTGRES_URL = postgres.url;
  const club = await startClub({}, { domains: ['tournaments'] });
  const rows = [];
  for (const size of SIZES) rows.push(...(await measure(club, size)));
  table('A double elimination', rows);
  await club.stop();
  await postgres.stop();
}

type Row = readonly [string, string];

async function measure(club: TestClub, size: number): Promise<Row[]> {
  const admin = await club.admin();
  const run = async (mutation: string, input: object, fields: string) => {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
    const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${fields} userErrors { message } } }`;
    const { data, errors } = await club.run(document, { input }, admin);
    if (errors || data[mutation].userErrors.length > 0) throw new Error(JSON.stringify(errors ?? data[mutation]));
    return data[mutation];
  };
  const stages = [{ name: 'Cup', format: 'DOUBLE_ELIMINATION' }];
  const about = { name: `Cup of ${size}`, participantKind: 'GUEST', stages };
  const { tournament } = await run('createTournament', about, 'tournament { id stages { id } }');
  const { id: tournamentId } = tournament;
  const stageId = tournament.stages[0].id;
  const guestNames = Array.from({ length: size }, (_, at) => `Guest ${at + 1}`);
  await run('addParticipants', { tournamentId, guestNames }, '');
  await run('setTournamentStatus', { tournamentId, status: 'READY' }, '');
  const timed = async (what: string, work: () => Promise<unknown>): Promise<Row> => {
    const began = performance.now();
    const statements = await club.statements('tournaments', work);
    const took = Math.round(performance.now() - began);
    return [`${size}: ${what}`, `${took} ms, ${statements.length} statements`];
  };
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const courts = Array.from({ length: 8 }, (_, at) => `Court ${at + 1}`);
  let matches = 0;
  return [
    await timed('drawn up', () => run('startStage', { stageId }, 'stage { status }')),
    await timed('scheduled on 8 courts', () =>
      run('scheduleMatches', { stageId, courts, startsAt, matchMinutes: 10 }, 'userErrors { code }'),
    ),
    await timed('read whole', async () => {
      const { data, errors } = await club.run(BRACKET, { id: stageId }, admin);
      if (errors) throw new Error(JSON.stringify(errors));
      for (const round of data.stage.bracket.rounds) matches += round.matches.length;
    }),
    [`${size}: matches`, String(matches)],
  ];
}
