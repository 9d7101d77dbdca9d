export { type Answer, type Person, startClub, type TestClub } from './club.ts';
export { eventually } from './eventually.ts';
