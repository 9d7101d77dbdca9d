export { seedDemo } from './seed.ts';
export { configFor, DEMO_ADMIN, type DemoState, demoStateOf } from './state.ts';
