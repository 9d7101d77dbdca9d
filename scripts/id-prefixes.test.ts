import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, startSubgraphs } from '@fieldhouse/launcher';
import { withShared } from './codegen/shared.ts';

const directory = mkdtempSync(join(tmpdir(), 'fieldhouse-prefixes-'));
afterAll(() => rmSync(directory, { recursive: true }));

const own = (type: string, prefix: string) => `type Query {
  "One by id."
  ${type.toLowerCase()}(id: ID!): ${type} @tag(name: "public")
}

"A thing."
type ${type} @key(fields: "id") @id(prefix: "${prefix}") {
  id: ID!
  name: String
}`;

function entry(name: string, sdl: string, others: readonly string[] = []) {
  const schemaFile = join(directory, `${name}.graphql`);
  writeFileSync(schemaFile, withShared(sdl, others));
  const routingUrl = `http://127.0.0.1:1/${name}`;
  return { name, schemaFile, routingUrl, directory, prismaDirectory: directory };
}

const DOUBLED = "venues's Venue and vans's Van both say that their ids begin with ven_";

describe('a prefix of ids', () => {
  test('is one type’s alone: two subgraphs that take the same do not compose', () => {
    const [venues, vans] = [entry('venues', own('Venue', 'ven')), entry('vans', own('Van', 'ven'))];
    expect(() => compose([venues, vans])).toThrow(`The subgraphs do not compose:\n- ${DOUBLED}`);
    expect(() => compose([venues, entry('vans', own('Van', 'van'))])).not.toThrow();
  });

  test('is not taken twice at the start, before anything is opened', async () => {
    const subgraphs = [entry('venues', own('Venue', 'ven')), entry('vans', own('Van', 'ven'))];
    await expect(startSubgraphs({ subgraphs } as never)).rejects.toThrow(DOUBLED);
  });

  test('that the home of a type says is not taken by who refers to it', () => {
    const venues = own('Venue', 'ven');
    const index = 'type Query {\n  "Anything."\n  node(id: ID!): Node @tag(name: "public")\n}';
    const supergraph = compose([entry('venues', venues), entry('index', index, [venues])]);
    expect(supergraph).toMatch(/^type Venue implements Node$/m);
    expect(supergraph).toMatch(/^ {2}nodeId: ID! .*@inaccessible$/m);
  });
});
