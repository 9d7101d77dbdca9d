export { forgetHalfSeeded, withDemoAdmin } from './marks.ts';
export { seedDemo } from './seed.ts';
