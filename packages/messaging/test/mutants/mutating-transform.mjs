import { createTransformer } from '@swc/jest';
import { mutants } from './mutants.mjs';

const swc = createTransformer({
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  module: { type: 'es6' },
});
const { file, replace, by } = mutants[process.env.MUTANT ?? ''];

function mutated(source, path) {
  if (!path.endsWith(`/messaging/src/${file}`)) return source;
  if (!source.includes(replace)) throw new Error(`${file} no longer contains: ${replace}`);
  return source.replace(replace, () => by);
}

/** SWC, with one safeguard taken out on the way. */
export default {
  ...swc,
  getCacheKey: (source, path, config) => swc.getCacheKey(mutated(source, path), path, config),
  process: (source, path, config) => swc.process(mutated(source, path), path, config),
  processAsync: (source, path, config) => swc.processAsync(mutated(source, path), path, config),
};
