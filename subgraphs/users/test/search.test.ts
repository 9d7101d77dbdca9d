import { fold } from '@fieldhouse/kit';
import { type Person, startClub, type TestClub } from '@fieldhouse/testing';

const CREATE = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } userErrors { code message } }
}`;
const USERS = `query ($search: String, $first: Int, $after: String) {
  users(filter: { search: $search }, first: $first, after: $after) {
    nodes { displayName } pageInfo { endCursor hasNextPage }
  }
}`;

// Rare capitals that the ICU of the embedded PostgreSQL does not know yet.
const SINCE_UNICODE_11 = /[\u1c89\u1c8a\u2c2f\ua7b8-\ua7ff]/;

let club: TestClub;
let admin: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
  admin = await club.admin();
});
afterAll(() => club.stop());

const enter = async (...names: string[]) => {
  for (const displayName of names) await club.run(CREATE, { input: { displayName, approved: true } }, admin);
};
const names = (nodes: { displayName: string }[]) => nodes.map(({ displayName }) => displayName);
const found = async (search: string) => {
  const { data, errors } = await club.run(USERS, { search }, admin);
  expect(errors).toBeUndefined();
  return names(data.users.nodes);
};

describe('the search for people', () => {
  test.each([
    ['Örjan Ek', ['örjan', 'ÖRJAN', 'o\u0308rjan', 'O\u0308RJAN EK']],
    ['Иван Грозный', ['иван', 'ИВАН ГРОЗНЫЙ', 'гро\u0437ныи\u0306']],
    ['Jörg Weiß', ['WEISS', 'weiß', 'WEIẞ', 'j\u00f6rg weiss']],
    ['GROẞ', ['groß', 'GROSS', 'GROẞ']],
    ['ᲜᲘᲜᲝ', ['ნინო', 'ᲜᲘᲜᲝ']],
    ['Ἀριάδνη Παππάς', ['ΠΑΠΠΑΣ'.replace('ΑΣ', 'ΆΣ'), 'παππάς', 'παππάσ']],
    ['İpek Işık', ['ipek', 'İPEK IŞIK', 'ısik'.replace('s', 'ş')]],
    ['Nguyễn Thị', ['NGUYỄN', 'Nguyễn'.normalize('NFD')]],
    ['김민준', ['김민', '김민'.normalize('NFD')]],
  ])('finds %s, in any case and Unicode form', async (name, searches) => {
    await enter(name);
    for (const search of searches) expect(await found(search)).toEqual([name]);
  });

  test('takes the wildcards of LIKE as plain text', async () => {
    await enter('Fifty % Off', 'Fifty_Off', 'Back\\slash');
    expect(await found('y %')).toEqual(['Fifty % Off']);
    expect(await found('y_')).toEqual(['Fifty_Off']);
    expect(await found('k\\s')).toEqual(['Back\\slash']);
  });

  test('finds nothing across two of the things it looks into', async () => {
    await enter('Ada Across');
    expect(await found('Across ada')).toEqual([]);
  });

  test.each(['users', 'teams'])(
    'compares in the database of %s what it compares here, letter for letter',
    async (domain) => {
      const letters = Array.from({ length: 0x1_056f }, (_, i) => String.fromCodePoint(i + 1)).filter(
        (letter) => /[\p{L}\p{M}\p{N}]/u.test(letter) && !SINCE_UNICODE_11.test(letter),
      );
      const rows = await club.sql(domain, 'SELECT letter, fold(letter) AS folded FROM unnest($1::text[]) AS letter', [
        letters,
      ]);
      const differing = rows.filter(({ letter, folded }) => folded !== fold(String(letter)));
      expect(differing.map(({ letter }) => String(letter).codePointAt(0)?.toString(16))).toEqual([]);
    },
  );
});

test('people are listed in the order of their names, page by page', async () => {
  const ordered = [
    'Page ada',
    'Page Ångström',
    'Page Berg',
    'Page émile',
    'Page Özil',
    'Page Zoe',
    'Page Ада',
    'Page Иван',
  ];
  await enter(...[...ordered].reverse());
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { data } = await club.run(USERS, { search: 'page ', first: 3, after }, admin);
    seen.push(...names(data.users.nodes));
    after = data.users.pageInfo.endCursor;
    more = data.users.pageInfo.hasNextPage;
  }
  expect(seen).toEqual(ordered);
});
