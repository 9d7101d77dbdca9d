export { codes, refusals } from './answers.ts';
export type { TestClock } from './clock.ts';
export { type Answer, type Person, startClub, type TestClub } from './club.ts';
export { crawl, type Things } from './crawl.ts';
export { cloneDatabases, type Databases } from './databases.ts';
export type { HeldBack } from './deliveries.ts';
export { eventually } from './eventually.ts';
export {
  type Asking,
  byEventStream,
  byWebSocket,
  type Listen,
  type Listening,
  type Told,
  webSocketTo,
} from './live.ts';
export { type Call, type Outside, type Reply, startOutside } from './outside.ts';
export { endpoint, newPerson, type Run, signIn } from './people.ts';
export { hasRedis, startRedis } from './redis-server.ts';
export type { TeamOptions } from './teams.ts';
export { type Visit, visitClub } from './visit.ts';
