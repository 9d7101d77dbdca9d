import { type CallHeaders, type HttpRequest, type HttpResponse, jsonError } from '@fieldhouse/platform';
import type { DemoLogin } from '../config.ts';
import type { Readiness } from '../readiness.ts';
import { requestIdOf } from '../request-state.ts';
import { compressed } from './compress.ts';
import { preflight } from './cors.ts';
import { dressed } from './dress.ts';
import { graphiql } from './graphiql.ts';
import { type GraphQLBehind, graphql } from './graphql.ts';
import { json } from './json.ts';
import { type KeptMail, mailbox } from './mailbox.ts';
import { wantsPage } from './media.ts';
import { ensureOwnName } from './own-name.ts';
import { sandbox } from './sandbox.ts';
import { unsubscribe } from './unsubscribe.ts';

/** What the public paths lead to. */
export interface Behind extends GraphQLBehind {
  /** Whether only this machine is served, by its own names. */
  readonly isLocal: boolean;
  /** Whether people find a page at the endpoint. */
  readonly hasPages: boolean;
  readonly demoLogins: readonly DemoLogin[];
  readonly readiness: () => Promise<Readiness>;
  readonly keys: () => Promise<HttpResponse>;
  /** Mails that are kept instead of sent, where a developer may read them. */
  readonly mails: (() => Promise<readonly KeptMail[]>) | undefined;
}

/** The public paths and what answers them. */
export function routes(behind: Behind) {
  const { mayRead } = behind;
  const dress = (answer: HttpResponse, asked: CallHeaders, requestId = requestIdOf(asked)) =>
    dressed(answer, { requestId, asked, mayRead });
  return {
    handler: async (request: HttpRequest): Promise<HttpResponse> => {
      const requestId = requestIdOf(request.headers);
      const answer = dress(await route(request, requestId, behind), request.headers, requestId);
      return compressed(answer, request.headers);
    },
    /** For refusals that the HTTP server makes itself. */
    dress: (refusal: HttpResponse, asked: CallHeaders) => dress(refusal, asked),
  };
}

type Route = (request: HttpRequest, requestId: string, behind: Behind) => HttpResponse | Promise<HttpResponse>;

/** Each path with the methods that it knows. */
const ROUTES: Readonly<Record<string, { readonly methods: readonly string[]; readonly answer: Route }>> = {
  '/graphql': {
    methods: ['GET', 'POST'],
    answer: (request, requestId, behind) =>
      isForPage(request, behind) ? sandbox(behind.apollo) : graphql(request, requestId, behind),
  },
  '/unsubscribe': { methods: ['GET', 'HEAD', 'POST'], answer: unsubscribe },
  '/': { methods: ['GET', 'HEAD'], answer: () => ({ status: 302, headers: { location: '/graphql' } }) },
  '/healthz': { methods: ['GET', 'HEAD'], answer: () => json(200, { status: 'ok' }) },
  '/readyz': { methods: ['GET', 'HEAD'], answer: (request, _, behind) => ready(request, behind) },
  '/.well-known/jwks.json': { methods: ['GET', 'HEAD'], answer: (_request, _id, { keys }) => keys() },
};

async function pageFor({ method, path }: HttpRequest, { hasPages, demoLogins, isLocal, mails }: Behind) {
  if (!['GET', 'HEAD'].includes(method)) return undefined;
  if (path === '/mail' && isLocal && mails) return mailbox(mails);
  return hasPages ? graphiql(path, demoLogins) : undefined;
}

const isForPage = ({ method, headers }: HttpRequest, { hasPages }: Behind) =>
  hasPages && method === 'GET' && wantsPage(headers);

/** Who asks for them is a machine, which names us as it likes. */
const OF_MACHINES = ['/healthz', '/readyz'];

async function route(request: HttpRequest, requestId: string, behind: Behind): Promise<HttpResponse> {
  const { method, path, headers } = request;
  if (behind.isLocal && !OF_MACHINES.includes(path)) ensureOwnName(headers);
  const found = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  const allow = [...(found?.methods ?? ['GET', 'POST']), 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') return preflight(headers, allow, behind.mayRead);
  if (!found)
    return (await pageFor(request, behind)) ?? jsonError(404, 'NOT_FOUND', 'Nothing here: the endpoint is /graphql');
  if (!found.methods.includes(method))
    return jsonError(405, 'METHOD_NOT_ALLOWED', `Not by this method, but by ${allow}`, { allow });
  return found.answer(request, requestId, behind);
}

async function ready({ isDraining }: HttpRequest, { readiness }: Behind): Promise<HttpResponse> {
  if (isDraining) return json(503, { status: 'draining' });
  const { isReady, parts } = await readiness();
  return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', parts });
}
