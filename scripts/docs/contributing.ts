/** CONTRIBUTING.md: written by hand, with the files that `npm run new -- lockers` makes put in; its tests run them. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { root } from '../codegen/files.ts';
import { namesFor } from '../new-subgraph/naming.ts';

const EXAMPLE = /(<!-- lockers: (\S+) -->\n)[\s\S]*?(?=<!-- end -->)/g;

/** The page with every file as the template has it now. */
export const contributingPage = (page: string): string =>
  page.replace(EXAMPLE, (_, mark, file) => `${mark}\n\`\`\`${extname(file).slice(1)}\n${lockersOf(file)}\`\`\`\n\n`);

function lockersOf(file: string): string {
  const words = namesFor('lockers', { subgraphs: [], types: [], fields: [], prefixes: [] });
  const text = readFileSync(new URL(`scripts/templates/${file}.template`, root), 'utf8');
  return Object.entries(words).reduce((whole, [mark, word]) => whole.replaceAll(mark, word), text);
}
