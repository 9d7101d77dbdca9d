import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSupergraphFile } from '../src/index.ts';

const home = mkdtempSync(path.join(tmpdir(), 'fieldhouse-supergraph-'));
const file = path.join(home, 'supergraph.yaml');

afterAll(() => rmSync(home, { recursive: true }));

describe('readSupergraphFile', () => {
  test('reads the subgraphs of this repository', () => {
    expect(readSupergraphFile().map(({ name }) => name)).toEqual(expect.arrayContaining(['auth', 'users', 'teams']));
  });

  test('gives absolute paths, in the order of the file', () => {
    writeFileSync(
      file,
      `federation_version: =2.14.4
subgraphs:
  teams: { routing_url: http://teams:4000/graphql, schema: { file: ./subgraphs/teams/schema.graphql } }
  auth: { routing_url: http://auth:4000/graphql, schema: { file: ./subgraphs/auth/schema.graphql } }`,
    );
    const [teams, auth] = readSupergraphFile(file);
    expect(teams).toEqual({
      name: 'teams',
      schemaFile: path.join(home, 'subgraphs/teams/schema.graphql'),
      routingUrl: 'http://teams:4000/graphql',
      directory: path.join(home, 'subgraphs/teams'),
      prismaDirectory: path.join(home, 'prisma/teams'),
    });
    expect(auth?.name).toBe('auth');
  });

  test('says what is wrong with a file', () => {
    writeFileSync(file, 'subgraphs: { teams: { routing_url: nowhere } }');
    expect(() => readSupergraphFile(file)).toThrow(/is not a supergraph file:[\s\S]*subgraphs\.teams\.routing_url/);
  });
});
