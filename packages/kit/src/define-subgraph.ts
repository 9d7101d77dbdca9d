import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { SqlDriverAdapterFactory } from '@prisma/client/runtime/client';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { authorise } from './authorise.ts';
import type { Context, RequestContext, Resources } from './context.ts';
import type { Announcement } from './copies/announcement.ts';
import type { AnyCopy } from './copies/copy.ts';
import { allReactions } from './copies/reactions.ts';
import { separateEntities } from './entities.ts';
import { answerAgain } from './idempotency/answer-again.ts';
import { checkInput } from './input.ts';
import { agendaOf, type Jobs, type Timers } from './later.ts';
import { resolveLive } from './live/resolve-live.ts';
import { renewLoaders } from './loaders.ts';
import { findNodes } from './nodes.ts';
import { ensureNullableRoots } from './nullable-roots.ts';
import type { Policies } from './policy.ts';
import type { AtOnce, Reactions } from './reactions.ts';
import { scalars } from './scalars.ts';
import type { Settings } from './settings.ts';
import { SCOPES } from './token.ts';
import type { DatabaseClient } from './transact.ts';
import { reportUserErrors } from './user-errors.ts';

/** All that makes a subgraph. */
export interface SubgraphDefinition<Db extends DatabaseClient, Loaders, Services> {
  /** As in supergraph.yaml; also the database's and the consumer group's name. */
  readonly name: string;
  /** schema.graphql: the contract, who may do what included. */
  readonly schema: URL;
  /** The generated PrismaClient. */
  readonly database: new (options: {
    adapter: SqlDriverAdapterFactory;
  }) => Db;
  readonly resolvers: object;
  readonly policies?: Policies<Context<Db, Loaders, Services>>;
  /** Made anew for every request: a loader remembers what it loaded. */
  readonly loaders?: (db: Db) => Loaders;
  /** The subgraph's own helpers, spread into the context; made anew for every request. */
  readonly services?: (resources: Resources<Db>, request: RequestContext) => Services;
  readonly reactions?: Reactions<Db>;
  readonly atOnce?: AtOnce;
  /** What happens at a time: `schedule` and `cancel` inside `transact` say when. */
  readonly timers?: Timers<Db>;
  /** What is done outside of transactions: `enqueue` inside `transact` asks for it. */
  readonly jobs?: Jobs<Db>;
  /** Rows of other domains that it keeps. A reaction of its own to one of their events takes the place of the copy's. */
  readonly copies?: readonly AnyCopy[];
  /** How it announces its own rows again to whoever keeps copies: in this order, those first that others refer to. */
  readonly announces?: readonly Announcement<Db>[];
  /** Settings that are its own: `defineSettings`. */
  readonly settings?: Settings;
  /** JSON documents served beside the graph, by path; public, so never anything but published facts. */
  readonly documents?: Readonly<Record<string, (resources: Resources<Db>) => Promise<unknown>>>;
  /** Runs once before the subgraph answers: what must exist, exists afterwards. Several instances may run it at once. */
  readonly prepare?: (resources: Resources<Db>) => Promise<void>;
  /** What is looked after for as long as the subgraph runs, by every instance. */
  readonly upkeep?: (resources: Resources<Db>) => { readonly everyMs: number; readonly work: () => Promise<void> };
}

/** A described subgraph. It listens to nothing and holds no connection: `startSubgraph` does. */
export interface Subgraph {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly schema: GraphQLSchema;
  // Launcher and host treat every subgraph alike, whatever its database and loaders.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly definition: SubgraphDefinition<any, any, any>;
}

/** Describes a subgraph; throws when schema, resolvers and policies do not fit together. */
export function defineSubgraph<Db extends DatabaseClient, Loaders = object, Services = object>(
  definition: SubgraphDefinition<Db, Loaders, Services>,
): Subgraph {
  const typeDefs = parse(readFileSync(definition.schema, 'utf8'));
  const declared = new Set(typeDefs.definitions.map((it) => ('name' in it ? it.name?.value : undefined)));
  const usedScalars = Object.fromEntries(Object.entries(scalars).filter(([name]) => declared.has(name)));
  const resolvers = { ...usedScalars, ...definition.resolvers };
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  ensureNullableRoots(definition.name, schema);
  agendaOf(definition.timers, definition.jobs);
  findNodes(schema);
  // Each stands before what stands above it: arguments are checked before rules read them.
  resolveLive(definition.name, schema, typeDefs);
  answerAgain(schema);
  authorise(definition.name, schema, (definition.policies ?? {}) as Policies<Context>, SCOPES);
  checkInput(schema);
  reportUserErrors(schema);
  separateEntities(schema);
  renewLoaders(schema, definition.loaders);
  const reactions = allReactions(definition.reactions, definition.copies, definition.announces);
  return { name: definition.name, typeDefs, schema, definition: { ...definition, reactions } };
}
