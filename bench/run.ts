/** `npm run bench -- propagation`: runs one of the measurements beside this file. */
import { readdirSync } from 'node:fs';

const [name = '', ...args] = process.argv.slice(2);
const known = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
if (!known.includes(name)) {
  process.stderr.write(`Say which: npm run bench -- ${known.join(' | ')}\n`);
  process.exit(2);
}
const { default: run } = await import(`./${name}/index.ts`);
await run(args);
process.exit(0);
