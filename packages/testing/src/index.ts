export { codes, refusals } from './answers.ts';
export type { TestClock } from './clock.ts';
export { type Answer, type Person, startClub, type TestClub } from './club.ts';
export { crawl, type Things } from './crawl.ts';
export { cloneDatabases, type Databases } from './databases.ts';
export type { HeldBack } from './deliveries.ts';
export { eventually } from './eventually.ts';
export { endpoint, newPerson, type Run, signIn } from './people.ts';
export { type Visit, visitClub } from './visit.ts';
