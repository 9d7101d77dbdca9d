import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { Unauthenticated, type Viewer } from '@fieldhouse/kit';
import { type CallHeaders, createLogger, type GraphQLResponseBody, type SubgraphDoor } from '@fieldhouse/platform';
import { GraphQLError, graphql, parse } from 'graphql';
import { defaultGatewayConfig, type GatewayConfig, startGateway } from '../src/index.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@provides", "@authenticated", "@requiresScopes", "@tag"])\n`;

const SUBGRAPHS = {
  users: {
    typeDefs: `
      type Query { me: User @authenticated hello: String! @tag(name: "public") everybody: [User!]! @requiresScopes(scopes: [["admin"]]) fail: String }
      type Mutation { rename(name: String!): User @authenticated }
      type User @key(fields: "id") { id: ID! name: String! secret: String @requiresScopes(scopes: [["admin"]]) diary: String! @requiresScopes(scopes: [["admin"]]) }`,
    resolvers: {
      Query: {
        hello: () => 'hello',
        me: () => ({ id: '1' }),
        everybody: () => [{ id: '1' }],
        fail: () => {
          throw new Error('password=hunter2 at /srv/app/secret.js:1');
        },
      },
      Mutation: { rename: (_: unknown, { name }: { name: string }) => ({ id: '1', name }) },
      User: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id, name }: { id: string; name?: string }) => name ?? `User ${id}`,
        secret: () => 'told',
        diary: () => 'dear',
      },
    },
  },
  teams: {
    typeDefs: `
      type Query { teams: [Team!]! team: Team forbidden: String }
      type Team @key(fields: "id") { id: ID! name: String! captain: User }
      type User @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        teams: () => [{ id: 't1' }, { id: 't2' }],
        team: () => ({ id: 't1' }),
        forbidden: () => {
          throw new GraphQLError('Needs: a coach', { extensions: { code: 'FORBIDDEN', stack: 'at secret.js' } });
        },
      },
      Team: { name: ({ id }: { id: string }) => `Team ${id}`, captain: () => ({ id: '1' }) },
    },
  },
};

/** The people that tokens of these tests name. */
const VIEWERS: Readonly<Record<string, Viewer>> = {
  ada: { id: '1', roles: [], scopes: [], sessionId: 's' },
  admin: { id: '2', roles: ['ADMIN'], scopes: ['admin'], sessionId: 's' },
};

/** A call that reached a subgraph. */
export interface Call {
  readonly subgraph: string;
  readonly query: string;
  readonly headers: CallHeaders;
}

type Answering = (real: () => Promise<GraphQLResponseBody>) => Promise<GraphQLResponseBody>;

/** A gateway before two small subgraphs; `broken` puts something between it and one of them. */
export async function openGateway({
  config = {},
  broken = {},
}: {
  config?: Partial<GatewayConfig>;
  broken?: Record<string, Answering>;
} = {}) {
  const calls: Call[] = [];
  const arrivals: (() => void)[] = [];
  const entries = Object.entries(SUBGRAPHS).map(([name, { typeDefs, resolvers }]) => ({
    name,
    typeDefs: parse(LINK + typeDefs),
    resolvers,
  }));
  const { supergraphSdl, errors } = composeServices(
    entries.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}` })),
  );
  if (!supergraphSdl) throw new Error(String(errors));
  const doors = new Map(
    entries.map(({ name, typeDefs, resolvers }): [string, SubgraphDoor] => {
      const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
      const execute: SubgraphDoor['execute'] = async ({ query, variables }, headers) => {
        calls.push({ subgraph: name, query, headers });
        for (const arrived of arrivals.splice(0)) arrived();
        const real = async () =>
          JSON.parse(
            JSON.stringify(await graphql({ schema, source: query, variableValues: variables })),
          ) as GraphQLResponseBody;
        return broken[name] ? broken[name](real) : real();
      };
      return [name, { name, execute, fetchJson: async () => ({ keys: [] }), stop: async () => undefined }];
    }),
  );
  doors.set('auth', {
    name: 'auth',
    execute: async () => ({ data: null }),
    fetchJson: async () => ({ keys: [] }),
    stop: async () => undefined,
  });
  const gateway = await startGateway({
    supergraphSdl,
    doors,
    viewers: {
      fromAuthorization: async (header) => {
        const viewer = VIEWERS[header?.replace('Bearer ', '') ?? ''] ?? null;
        if (header && !viewer) throw new Unauthenticated('The access token is not valid');
        return viewer;
      },
    },
    config: { ...defaultGatewayConfig, port: 0, ...config },
    log: createLogger({ level: 'silent' }),
    readiness: async () => ({ teams: !broken.teams }),
  });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const ask = async (query: string, as?: string, variables?: object) => {
    const response = await post({ query, variables }, as ? { authorization: `Bearer ${as}` } : {});
    return (await response.json()) as {
      data: Record<string, unknown> | null;
      errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
    };
  };
  /** Resolves with the next call that reaches a subgraph. */
  const nextCall = () => new Promise<void>((resolve) => arrivals.push(resolve));
  return { ...gateway, calls, nextCall, post, ask };
}
