import { createECDH, randomBytes } from 'node:crypto';
import { type Person, type Visit, visitClub } from '@fieldhouse/testing';

/** What a browser would make. */
const KEYS = {
  p256dh: createECDH('prime256v1').generateKeys('base64url'),
  auth: randomBytes(16).toString('base64url'),
};
/** Valid inputs; each of their texts is spoilt in turn. */
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const EVENT = { teamId: '', title: 'Practice', kind: 'PRACTICE', startsAt: hours(24), endsAt: hours(26) };
const INPUTS: Readonly<Record<string, object>> = {
  register: { email: 'new@example.org', password: 'a fine long password', displayName: 'New' },
  login: { email: 'nobody@example.org', password: 'some password' },
  updateProfile: {},
  createUser: { displayName: 'Child' },
  banUser: { userId: 'usr_none', reason: 'abuse' },
  createClub: { name: 'Riverside', timeZone: 'UTC' },
  updateClub: { clubId: 'clb_none' },
  createTeam: { name: 'Night Owls', sport: 'Football' },
  updateTeam: {},
  createEvent: EVENT,
  updateEvent: {},
  cancelEvent: {},
  respondToEvent: { response: 'GOING' },
  markGameRead: { gameId: 'gam_none' },
  createReminder: { title: 'Boots', fireAt: hours(24) },
  sendNotification: { userId: 'usr_none', title: 'Practice', body: 'At six.' },
  broadcast: { title: 'Practice', body: 'At six.' },
  createTournament: { name: 'Spring Cup' },
  updateTournament: { tournamentId: 'tou_none' },
  setTournamentStatus: { tournamentId: 'tou_none', status: 'CANCELLED' },
  withdrawParticipant: { participantId: 'par_none' },
  disqualifyParticipant: { participantId: 'par_none' },
  reportMatch: { matchId: 'mat_none', scores: [1, 0] },
  disputeMatch: { matchId: 'mat_none', reason: 'No' },
  resolveMatch: { matchId: 'mat_none', scores: [1, 0] },
  scheduleMatch: { matchId: 'mat_none' },
  addPushSubscription: { endpoint: 'https://push.example.org/1', ...KEYS },
};
// Texts that nobody reads: each has rules of its own, which tests of its domain know.
const SECRETS = /password|token|p256dh|^auth$|^idempotencyKey$/i;
const PROSE = /^(bio|body|description|note|rules)$/;

const BLANK = [' \t', '\u0085\u00A0\u1680\u2003\u2028\u2029\u3000'];
const UNSEEN = [
  '\u200B\u200B',
  '\u200C\u200D\u2060\uFEFF',
  '\u00AD',
  '\u115F\u1160\u3164\uFFA0',
  '\u2800',
  '\uFE0F\u{E0100}',
  '\u{E0041}\u{E0064}\u{E0061}',
  '\u0301\u0301',
  '\u200E\u200F\u061C',
];
const MALFORMED = [
  `Ada${'\u0301'.repeat(9)}`,
  `a${'\u0301\u0316'.repeat(50_000)}`,
  'x'.repeat(50_000),
  'Ada \u202EadA',
  'Ada \uE000',
  'Ada \uFFFE',
  'Ada \uD800',
];
const BREAKS = ['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'].map((end) => `Ada${end}Bob`);

let club: Visit;
let admin: Person;
const ids: Record<string, string> = {};

/** What becomes of inputs of a mutation: the errors of each; an operation may have twenty roots. */
async function attempts(mutation: string, inputs: object[]): Promise<unknown[]> {
  if (inputs.length > 15)
    return [...(await attempts(mutation, inputs.slice(0, 15))), ...(await attempts(mutation, inputs.slice(15)))];
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const declared = inputs.map((_, i) => `$i${i}: ${type}`).join(', ');
  const fields = inputs.map((_, i) => `m${i}: ${mutation}(input: $i${i}) { userErrors { code path } }`).join(' ');
  const variables = Object.fromEntries(inputs.map((input, i) => [`i${i}`, input]));
  const { data, errors } = await club.run(`mutation (${declared}) { ${fields} }`, variables, admin);
  expect(errors).toBeUndefined();
  return inputs.map((_, i) => data[`m${i}`].userErrors);
}

/** The texts of every input, with whether they must be there. */
async function texts(): Promise<{ mutation: string; field: string; isRequired: boolean }[]> {
  const { data } = await club.run(`{ __schema { mutationType { fields { name args { type { ofType {
    inputFields { name type { kind name ofType { name } } }
  } } } } } } }`);
  return data.__schema.mutationType.fields.flatMap(({ name: mutation, args }: MutationField) =>
    (args[0]?.type.ofType.inputFields ?? [])
      .filter(({ name, type }) => (type.ofType ?? type).name === 'String' && !SECRETS.test(name))
      .map(({ name: field, type }) => ({ mutation, field, isRequired: type.kind === 'NON_NULL' })),
  );
}
interface MutationField {
  name: string;
  args: {
    type: {
      ofType: { inputFields: { name: string; type: { kind: string; name: string; ofType?: { name: string } } }[] };
    };
  }[];
}

beforeAll(async () => {
  club = await visitClub();
  admin = await club.admin();
  const make = async (mutation: string, input: object, made: string) => {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
    const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${made} { id } } }`;
    return (await club.run(document, { input }, admin)).data[mutation][made].id;
  };
  await make('createClub', { ...INPUTS.createClub, slug: `texts-${Date.now().toString(36)}` }, 'club');
  ids.teamId = await make('createTeam', INPUTS.createTeam as object, 'team');
  ids.eventId = await make('createEvent', { ...EVENT, teamId: ids.teamId }, 'event');
});
afterAll(() => club.stop());

/** The valid input of a mutation, about what was made before. */
function valid(mutation: string): object {
  const input = INPUTS[mutation];
  if (!input) throw new Error(`${mutation} takes texts: say here what a valid input is`);
  if (/Event$/.test(mutation) && mutation !== 'createEvent') return { ...input, eventId: ids.eventId };
  return /^(updateTeam|createEvent)$/.test(mutation) ? { ...input, teamId: ids.teamId } : input;
}

test('every text of every mutation is refused at its place when it cannot be seen, cannot be shown, or never ends', async () => {
  const all = await texts();
  expect(all.length).toBeGreaterThan(20);
  for (const { mutation, field, isRequired } of all) {
    const spoilt = [...UNSEEN, ...MALFORMED, ...(isRequired ? BLANK : []), ...(PROSE.test(field) ? [] : BREAKS)];
    const outcomes = await attempts(
      mutation,
      spoilt.map((text) => ({ ...valid(mutation), [field]: text })),
    );
    const refused = spoilt.map((text) => ({ mutation, text, errors: [{ code: 'VALIDATION', path: [field] }] }));
    expect(spoilt.map((text, i) => ({ mutation, text, errors: outcomes[i] }))).toEqual(refused);
  }
});

const SHOWN = ['👨‍👩‍👧 Family', 'می‌خواهم', '葛\u{E0100}城市', 'Zoë Quist', '😀'.repeat(60)];

test.each(SHOWN)('%s is stored as it was typed, everywhere', async (text) => {
  const { data, errors } = await club.run(
    `mutation ($text: String!, $teamId: ID!, $eventId: ID!) {
      updateProfile(input: { displayName: $text, givenName: $text, bio: $text }) { user { displayName givenName bio } userErrors { message } }
      updateTeam(input: { teamId: $teamId, name: $text, description: $text }) { team { name description } userErrors { message } }
      updateEvent(input: { eventId: $eventId, title: $text, place: $text }) { event { title place } userErrors { message } }
    }`,
    { text, teamId: ids.teamId, eventId: ids.eventId },
    admin,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    updateProfile: { user: { displayName: text, givenName: text, bio: text }, userErrors: [] },
    updateTeam: { team: { name: text, description: text }, userErrors: [] },
    updateEvent: { event: { title: text, place: text }, userErrors: [] },
  });
});

test('what is blank erases what may be left out', async () => {
  const erase = `mutation ($text: String!, $teamId: ID!, $eventId: ID!) {
    updateProfile(input: { givenName: $text, bio: $text }) { user { givenName bio } }
    updateTeam(input: { teamId: $teamId, ageGroup: $text, description: $text }) { team { ageGroup description } }
    updateEvent(input: { eventId: $eventId, place: $text, description: $text }) { event { place description } }
  }`;
  const { data } = await club.run(erase, { text: BLANK[1], teamId: ids.teamId, eventId: ids.eventId }, admin);
  expect(data).toEqual({
    updateProfile: { user: { givenName: null, bio: null } },
    updateTeam: { team: { ageGroup: null, description: null } },
    updateEvent: { event: { place: null, description: null } },
  });
});
