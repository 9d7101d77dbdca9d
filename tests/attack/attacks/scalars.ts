import { type Attack, operation } from '../attack.ts';

/** Texts that a careless pattern reads again and again. */
const texts: Readonly<Record<string, readonly string[]>> = {
  PhoneNumber: [`${'1'.repeat(40)}x`, `+${'1'.repeat(40_000)}x`, `+1${' 1'.repeat(20_000)}x`],
  EmailAddress: [
    `${'a'.repeat(40_000)}@`,
    `${'a.'.repeat(20_000)}@b`,
    `a@${'b.'.repeat(20_000)}`,
    `"${'\\"'.repeat(20_000)}@b.c`,
  ],
  DateTime: [`2026-01-01T00:00:00.${'0'.repeat(40_000)}Z`, `${'2'.repeat(40_000)}-01-01T00:00:00Z`],
  LocalDate: [`${'2'.repeat(40_000)}-01-01`, `2026-01-01${' '.repeat(40_000)}`],
  TimeZone: [`Europe/${'B'.repeat(40_000)}`, `${'Etc/'.repeat(10_000)}UTC`],
  Locale: [`en${'-a'.repeat(20_000)}`, `${'e'.repeat(40_000)}`],
};

const USES: Readonly<Record<string, string>> = {
  PhoneNumber: 'mutation ($x: PhoneNumber!) { updateProfile(input: { phone: $x }) { userErrors { code } } }',
  EmailAddress: 'mutation ($x: EmailAddress!) { login(input: { email: $x, password: "x" }) { userErrors { code } } }',
  DateTime: 'query ($x: DateTime!) { calendar(from: $x, to: $x) { id } }',
  LocalDate: 'mutation ($x: LocalDate!) { updateProfile(input: { birthDate: $x }) { userErrors { code } } }',
  TimeZone: 'mutation ($x: TimeZone!) { updatePreferences(input: { timeZone: $x }) { userErrors { code } } }',
  Locale: 'mutation ($x: Locale!) { updatePreferences(input: { locale: $x }) { userErrors { code } } }',
};

const CODES = ['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'UNAUTHENTICATED'];

/** Each of them as a variable, as a variable's default and as a literal. */
function waysIn(scalar: string, text: string): Attack[] {
  const query = USES[scalar] ?? '';
  const literal = JSON.stringify(text);
  const what = `a ${scalar} of ${text.length} characters, ${text.slice(0, 12)}…`;
  const asDefault = query.replace(/\(\$x: (\w+)!\)/, `($x: $1! = ${literal})`);
  const asLiteral = query.replace(/ \(\$x: \w+!\)/, '').replaceAll('$x', literal);
  return [
    operation(`${what}, as variable`, { query, variables: { x: text } }, CODES),
    operation(`${what}, as default`, { query: asDefault }, CODES),
    operation(`${what}, as literal`, { query: asLiteral }, CODES),
  ];
}

/** Scalars that are read before anybody is asked who they are. */
export const scalars: readonly Attack[] = Object.entries(texts).flatMap(([scalar, all]) =>
  all.flatMap((text) => waysIn(scalar, text)),
);
