import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { HttpResponse } from '@fieldhouse/platform';
import type { RequestState } from '../request-state.ts';

/** Apollo Sandbox, as Apollo Server embeds it; where the internet is away, it gives way to GraphiQL. */
export async function sandbox(apollo: ApolloServer<RequestState>): Promise<HttpResponse> {
  const { body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'GET', search: '', headers: new HeaderMap([['accept', 'text/html']]), body: {} },
    context: () => Promise.reject(new Error('A page has no context')),
  });
  const html = body.kind === 'complete' ? body.string : '';
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: html.replace('<head>', '<head><script src="/graphiql/instead-of-sandbox.js"></script>'),
  };
}
