import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mutants } from './mutants.mjs';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const jest = fileURLToPath(new URL('../../../../node_modules/jest/bin/jest.js', import.meta.url));
const asked = process.argv.slice(2);

/** The end of a test run: Jest reports on standard error. */
function run(MUTANT, { test: [file, name], needsKafka }) {
  const config = needsKafka ? 'jest.kafka-mutant.config.mjs' : 'jest.mutant.config.mjs';
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const args = [...flags, jest, '--forceExit', '--config', `test/mutants/${config}`, file, '-t', name];
  return spawnSync(process.execPath, args, { cwd: workspace, env: { ...process.env, MUTANT }, encoding: 'utf8' });
}

let survivors = 0;
for (const [name, mutant] of Object.entries(mutants)) {
  if (asked.length > 0 && !asked.some((part) => name.includes(part))) continue;
  const { stderr } = run(name, mutant);
  const failed = Number(/Tests: +(\d+) failed/.exec(stderr)?.[1] ?? 0);
  if (failed === 0) survivors++;
  console.log(`${failed > 0 ? 'red  ' : 'GREEN'} ${name} (${mutant.test.join(': ')})`);
  if (failed === 0) console.log(stderr.slice(-2_000));
}
process.exitCode = survivors > 0 ? 1 : 0;
