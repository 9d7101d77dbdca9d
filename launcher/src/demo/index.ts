export { seedDemo } from './seed.ts';
export { configFor, type DemoState, demoStateOf } from './state.ts';
