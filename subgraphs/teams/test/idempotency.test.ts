import { randomUUID } from 'node:crypto';
import { codes, type Person, refusals, signIn, startClub, type TestClub } from '@fieldhouse/testing';

const CREATE = `mutation ($input: CreateTeamInput!) {
  createTeam(input: $input) { team { id name sport members { totalCount } } userErrors { code path } }
}`;
const RENAME =
  'mutation ($id: ID!) { updateTeam(input: { teamId: $id, name: "Renamed" }) { team { version } userErrors { code } } }';
const DAY = 86_400_000;

let club: TestClub;
let [ada, bea]: Person[] = [];
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
  const CLUB =
    'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { userErrors { code } } }';
  expect(codes((await club.run(CLUB, {}, await club.admin())).data.createClub)).toEqual([]);
  [ada, bea] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person({ roles: ['TRAINER'] })]);
});
afterAll(() => club.stop());

const newInput = (rest: object = {}) => ({ name: 'Tigers', sport: 'Hockey', idempotencyKey: randomUUID(), ...rest });
const create = (input: object, as: Person | undefined = ada) => club.run(CREATE, { input }, as);
const made = async (input: object, as: Person | undefined = ada) => (await create(input, as)).data.createTeam;
const teams = async () => Number((await club.sql('teams', 'SELECT count(*) FROM "Team"'))[0]?.count);

test('the same key and input, whatever its order, is the same team again', async () => {
  const input = newInput({ description: 'Since 1921' });
  const before = await teams();
  const first = await made(input);
  expect(first).toMatchObject({ team: { name: 'Tigers', members: { totalCount: 1 } }, userErrors: [] });
  expect(await made(input)).toEqual(first);
  expect(await made(Object.fromEntries(Object.entries(input).reverse()))).toEqual(first);
  expect(await teams()).toBe(before + 1);
});

test('fifty at once with one key have one effect and fifty equal answers', async () => {
  const input = newInput();
  const before = await teams();
  const answers = await Promise.all(Array.from({ length: 50 }, () => create(input)));
  expect(answers[0]?.data.createTeam.team.id).toEqual(expect.any(String));
  for (const { data } of answers) expect(data).toEqual(answers[0]?.data);
  expect(await teams()).toBe(before + 1);
});

test('another input under the same key is refused and changes nothing', async () => {
  const input = newInput();
  await made(input);
  const before = await teams();
  const refused = { team: null, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] }] };
  expect(await made({ ...input, name: 'Lions' })).toEqual(refused);
  expect(await made({ ...input, description: 'x' })).toEqual(refused);
  expect(await teams()).toBe(before);
});

test('a key is one person’s own, and without one each request makes a team', async () => {
  const input = newInput();
  const { idempotencyKey: _, ...without } = input;
  const answers = [await made(input), await made(input, bea), await made(without), await made(without)];
  expect(new Set(answers.map(({ team }) => team.id)).size).toBe(4);
  const nobody = await club.run(CREATE, { input });
  expect(refusals(nobody)).toEqual(['UNAUTHENTICATED']);
});

test('a refusal is no effect: the key may be used for the input once that is mended', async () => {
  const input = newInput();
  expect(codes(await made({ ...input, name: 'x' }))).toEqual(['VALIDATION']);
  expect(codes(await made(input))).toEqual([]);
});

test('a key is 1 to 100 characters long', async () => {
  for (const idempotencyKey of ['', ' ', 'k'.repeat(101), 'k'.repeat(30_000), '\u200b'])
    expect(await made(newInput({ idempotencyKey }))).toEqual({
      team: null,
      userErrors: [{ code: 'VALIDATION', path: ['idempotencyKey'] }],
    });
});

test('what is answered again is the team as it is by now, and nothing once it is gone', async () => {
  const input = newInput();
  const { team } = await made(input);
  await club.run(RENAME, { id: team.id }, ada);
  expect((await made(input)).team).toMatchObject({ id: team.id, name: 'Renamed' });
  await club.sql('teams', 'DELETE FROM "TeamMember" WHERE "teamId" = $1', [team.id]);
  await club.sql('teams', 'DELETE FROM "Team" WHERE id = $1', [team.id]);
  expect(await made(input)).toEqual({ team: null, userErrors: [] });
});

test('whoever may not make a team any more is not answered again', async () => {
  const input = newInput();
  const person = await club.person({ roles: ['TRAINER'] });
  await made(input, person);
  const REVOKE = 'mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
  await club.run(REVOKE, { input: { userId: person.id, role: 'TRAINER' } }, await club.admin());
  const answer = await create(input, await signIn(club.run, person.email, person.password));
  expect([answer.data.createTeam, refusals(answer)]).toEqual([null, ['FORBIDDEN']]);
});

test('a key is remembered for a day', async () => {
  const input = newInput();
  const { email, password } = await club.person({ roles: ['TRAINER'] });
  const today = () => signIn(club.run, email, password);
  const first = await made(input, await today());
  club.clock.advance(DAY - 60_000);
  expect(await made(input, await today())).toEqual(first);
  club.clock.advance(60_000);
  expect((await made(input, await today())).team.id).not.toBe(first.team.id);
});
