export type { Ask, PeerOperation } from './ask.ts';
export type { People, PersonSnapshot } from './asking-people.ts';
export { type Connection, type PageArgs, pagesBy, paginate } from './connection.ts';
export type { Context, Emit, Later, RequestContext, Resources, Transact, Tx } from './context.ts';
export { type Announcement, announces } from './copies/announcement.ts';
export { noteCaughtUp, type RebuildProgress, rebuildCopies, rebuildsUnderWay } from './copies/command.ts';
export type { CopiedRow } from './copies/copied-rows.ts';
export { type AnyCopy, type Copy, type CopyDeclaration, keepsCopy } from './copies/copy.ts';
export { defineSubgraph, type Subgraph, type SubgraphDefinition } from './define-subgraph.ts';
export { createDenyList, type Denials, type DenyList, EVERY_VERSION } from './deny-list.ts';
export { BadInput, Forbidden, NotFound, RateLimited, Unauthenticated, Unavailable, UserError } from './errors.ts';
export type { Host } from './host.ts';
export { newId } from './ids.ts';
export { KEY_SET } from './key-set.ts';
export { defineJobs, defineTimers, type JobResources, type Jobs, type TimerResources, type Timers } from './later.ts';
export { type LiveField, liveComplaints, liveFieldsOf, VIEWER } from './live/declared.ts';
export { atVersion } from './live/resolve-live.ts';
export { AT_ONCE, byId, byKey, byKeys, listBy, present } from './loaders.ts';
export {
  copiedPeople,
  copyOf,
  ensureNotForgotten,
  FORMER_MEMBER,
  type PersonCopy,
  personReference,
} from './people.ts';
export { definePolicies, type Policies, type Rule, type Subject } from './policy.ts';
export {
  type AtOnce,
  inBatches,
  inPlainSql,
  type OneReactionResources,
  type ReactionResources,
  type Reactions,
  reactTo,
} from './reactions.ts';
export { scalars } from './scalars.ts';
export { containing, fold } from './search.ts';
export type { Answer } from './server.ts';
export { createUseNotes, lastUse } from './session-use.ts';
export { count, defineSettings, duration, oneOf, onOff, type Settings, setting, url } from './settings.ts';
export {
  admin,
  circleNow,
  hasRole,
  member,
  onTeam,
  onTeamNow,
  ownRow,
  placeOn,
  self,
  selfUnlessNamed,
  staffOfPerson,
} from './shared-rules.ts';
export { type RunningSubgraph, startSubgraph } from './start-subgraph.ts';
export { stopSubgraphs } from './stopping.ts';
export { line, optional, paragraph } from './text.ts';
export { type Scope, TOKEN } from './token.ts';
export { refuseDuplicates, sqlOf, violatedIndex } from './transact.ts';
export { type Bearer, createViewers, type Viewer, type Viewers } from './viewer.ts';
