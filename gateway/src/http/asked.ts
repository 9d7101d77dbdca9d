import { HttpError, type HttpRequest } from '@fieldhouse/platform';
import type { Asked } from '../gatekeeper/asked.ts';

/**
 * The operation that a request asks for; `null` where it asks for none or in the wrong shape, which is Apollo Server's
 * to say, and where a hash stands for it.
 */
export function askedBy({ method, search }: Pick<HttpRequest, 'method' | 'search'>, body: unknown): Asked | null {
  const { query, operationName, variables, extensions } = method === 'GET' ? ofSearch(search) : fieldsOf(body);
  if (typeof query !== 'string' || query === '' || isPersisted(extensions)) return null;
  if (!isAbsent(operationName) && typeof operationName !== 'string') return null;
  if (!isAbsent(variables) && !isObject(variables)) return null;
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

/** What a client says besides. */
export const extensionsOf = ({ method, search }: Pick<HttpRequest, 'method' | 'search'>, body: unknown): unknown =>
  (method === 'GET' ? ofSearch(search) : fieldsOf(body)).extensions;

/** Throws where a query's escapes are none, or stand for no text: what they meant is not guessed. */
export function ensureReadable(search: string): void {
  try {
    decodeURIComponent(search);
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'The URL has a % that begins no escape of UTF-8');
  }
}

type Fields = Readonly<Record<string, unknown>>;

const isPersisted = (extensions: unknown): boolean => isObject(extensions) && Boolean(extensions.persistedQuery);

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});

function ofSearch(search: string): Fields {
  const given = new URLSearchParams(search);
  // Given twice, a parameter is nobody's to choose from.
  const one = (name: string) => (given.getAll(name).length > 1 ? [] : (given.get(name) ?? undefined));
  return {
    query: one('query'),
    operationName: one('operationName'),
    variables: parsed(one('variables')),
    extensions: parsed(one('extensions')),
  };
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
