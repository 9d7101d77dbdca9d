import type { EventName, EventPayload } from '@fieldhouse/contracts';
import type { Cache, Config, KeyValue, Logger, PublicAgent } from '@fieldhouse/platform';
import type { Ask } from './ask.ts';
import type { People } from './asking-people.ts';
import type { DenyList } from './deny-list.ts';
import type { LiveRequest } from './live/resolve-live.ts';
import type { Viewer } from './viewer.ts';

/** Announces a fact inside `transact`: it is published if, and only if, the transaction commits. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload[N]) => Promise<void>;

/** A Prisma client inside a transaction. */
export type Tx<Db> = Omit<Db, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

/** Says, inside `transact`, what is to be done later: it holds if, and only if, the transaction commits. */
export interface Later {
  /** Has a timer fire then, or as soon as the house runs again; the same name and key again moves it. */
  schedule(timer: string, key: string, at: Date, payload?: object): Promise<void>;
  /** Takes a timer back; that it fired already, or never was, is no error. */
  cancel(timer: string, key: string): Promise<void>;
  /** Has a job done after the commit. The same name and key again, before that is done, replaces what it was to do. */
  enqueue(job: string, key: string, payload?: object): Promise<void>;
}

/** Runs `work` in one database transaction, retried when the database found it in conflict with another. */
export type Transact<Db> = <T>(work: (tx: Tx<Db>, emit: Emit, later: Later) => Promise<T>) => Promise<T>;

/** What a subgraph has at hand whether or not a request is under way. */
export interface Resources<Db = unknown> {
  readonly db: Db;
  readonly transact: Transact<Db>;
  /** Calls another subgraph's internal field. */
  readonly ask: Ask;
  /** The users domain's synchronous answers about people. */
  readonly people: People;
  readonly keyValue: KeyValue;
  /** What may be given again for a while. It knows no person: nothing goes in that not everybody may see. */
  readonly cache: Omit<Cache, 'stop'>;
  readonly denyList: DenyList;
  readonly config: Config;
  /** What the subgraph's own settings say: `settings.in(resources)`. */
  readonly settings: object;
  readonly log: Logger;
  /** The way to addresses that people name, of push services for example: the public internet and nothing else. */
  readonly publicAgent: PublicAgent;
  /** The time, by a clock that tests can set. */
  readonly now: () => Date;
}

/** What the request itself says. */
export interface RequestContext {
  /** Who is asking; reading it refuses anonymous requests, so resolvers need no check of their own. */
  readonly viewer: Viewer;
  /** Who is asking, or `null`. */
  readonly visitor: Viewer | null;
  /** Why the token that came along is not honoured. */
  readonly tokenProblem: string | undefined;
  /** Which service sent the request: `gateway`, or the subgraph that asks. */
  readonly caller: string;
  readonly requestId: string;
  /** The client's network address as the gateway saw it. */
  readonly clientAddress: string;
  /** The client's User-Agent header. */
  readonly clientAgent: string;
}

/** What every resolver of a subgraph receives: the request, the resources, its loaders, what is live of it, and its services. */
export type Context<Db = unknown, Loaders = unknown, Services = unknown> = RequestContext &
  Resources<Db> & { readonly load: Loaders; readonly live: LiveRequest } & Services;
