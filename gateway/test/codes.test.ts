import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { CODES } from '../src/codes.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** The codes in the first column of a page's tables. */
const told = new Set(
  [...read('docs/clients.md').matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code),
  ),
);
const userErrors = parse(read('packages/kit/shared.graphql')).definitions.flatMap((it) =>
  it.kind === Kind.ENUM_TYPE_DEFINITION && it.name.value === 'ErrorCode'
    ? (it.values ?? []).map(({ name }) => name.value)
    : [],
);

describe('docs/clients.md says what to do about', () => {
  test.each([...CODES, 'INTERNAL_SERVER_ERROR'])('the error %s', (code) => expect(told).toContain(code));
  test.each(userErrors)('the user error %s', (code) => expect(told).toContain(code));
});
