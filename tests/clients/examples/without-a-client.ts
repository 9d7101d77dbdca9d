/** A query by GET: it can be written into an address, and needs one of the headers that no foreign page can send. */
export async function byGet(url: string, query: string, token: string | null) {
  const address = new URL(url);
  address.searchParams.set('query', query);
  const proof: Record<string, string> = token
    ? { authorization: `Bearer ${token}` }
    : { 'apollo-require-preflight': 'true' };
  const response = await fetch(address, { headers: { accept: 'application/graphql-response+json', ...proof } });
  return (await response.json()) as { data: Record<string, { id: string }> };
}

interface Page {
  readonly nodes: readonly { readonly name: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list page by page, until it ends. */
export async function* pagesOf(url: string, token: string, query: string, list: string) {
  for (let after: string | null = null; ; ) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { first: 50, after } }),
    });
    const { data } = (await response.json()) as { data?: Record<string, Page | null> };
    const page = data?.[list];
    if (!page) return;
    yield page.nodes;
    if (!page.pageInfo.hasNextPage) return;
    after = page.pageInfo.endCursor;
  }
}
