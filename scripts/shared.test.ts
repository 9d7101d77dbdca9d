import { sharedSdl, withShared } from './codegen/shared.ts';

const OWN = 'type Query {\n  "All of them."\n  venues: [String!]!\n}';

test('the shared part follows what a subgraph says itself', () => {
  const sdl = withShared(`${OWN}\n`);
  expect(sdl.startsWith(`${OWN}\n\n#`)).toBe(true);
  expect(sdl.endsWith(`\n\n${sharedSdl()}\n`)).toBe(true);
  expect(withShared(sdl)).toBe(sdl);
});

test('what is added at the end of the file is kept, above the shared part', () => {
  const added = '"A place."\ntype Venue {\n  id: ID!\n}';
  const sdl = withShared(`${withShared(OWN)}\n${added}\n`);
  expect(sdl).toBe(withShared(`${OWN}\n\n${added}`));
});

test('an outdated shared part is replaced', () => {
  const sdl = withShared(OWN);
  expect(withShared(sdl.replace(/^enum ErrorCode \{$/m, 'enum ErrorCode {\n  OF_OLD'))).toBe(sdl);
});
