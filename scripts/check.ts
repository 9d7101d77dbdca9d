/** `npm run check`: everything that can be said of the code without running it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const script = (name: string, ...args: string[]) => [
  process.execPath,
  '--import',
  'tsx',
  join(root, 'scripts', name),
  ...args,
];

/** What is checked, and what mends it. */
const CHECKS: readonly (readonly [name: string, command: readonly string[], mend: string])[] = [
  ['format and lint', [bin('biome'), 'check', '--error-on-warnings', '.'], 'npm run format'],
  ['types', [bin('tsc'), '--noEmit', '-p', '.'], 'see above'],
  ['import boundaries', script('boundaries.ts'), 'go through the front door, or move the code'],
  ['shared schema', script('shared-check.ts'), 'npm run codegen'],
  ['composition', script('compose.ts', '--check'), 'npm run compose'],
  ['descriptions', script('descriptions.ts'), 'say what it means, in its schema.graphql'],
  ['list sizes', script('list-sizes.ts'), 'give the list a @listSize, in its schema.graphql'],
  ['partial answers', script('partial-answers.ts'), 'make it nullable: another domain may be away'],
  ['pages that the code writes', script('docs.ts', '--check'), 'npm run docs'],
  ['schema and events', script('schema-check.ts'), 'keep it, deprecate it first, or add beside it'],
];

async function run(command: readonly string[]): Promise<{ code: number; output: string }> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0' } });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? 1)));
  return { code, output: Buffer.concat(output).toString() };
}

const began = performance.now();
const results = await Promise.all(
  CHECKS.map(async ([name, command, mend]) => {
    const { code, output } = await run(command);
    process.stdout.write(code === 0 ? `✓ ${name}\n` : `✗ ${name}: ${mend}\n${output.replace(/^/gm, '    ')}\n`);
    return code;
  }),
);
process.stdout.write(`${((performance.now() - began) / 1000).toFixed(0)} s\n`);
process.exit(results.every((code) => code === 0) ? 0 : 1);
