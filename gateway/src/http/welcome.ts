import { HttpError, type HttpRequest } from '@fieldhouse/platform';
import { ensureOwnName } from './own-name.ts';

interface Doorway {
  /** Whether only this machine is served, by its own names. */
  readonly isLocal: boolean;
  readonly mayRead: (origin: string) => boolean;
}

/**
 * Throws where somebody wants to speak by WebSocket elsewhere than at the endpoint, or for a page that may not read answers:
 * browsers let every page open one, and leave it to us.
 */
export function ensureWelcome(
  { path, headers }: Pick<HttpRequest, 'path' | 'headers'>,
  { isLocal, mayRead }: Doorway,
): void {
  if (path !== '/graphql') throw new HttpError(404, 'NOT_FOUND', 'Nothing here: the endpoint is /graphql');
  if (isLocal) ensureOwnName(headers);
  const { origin, host = '' } = headers;
  const isOwn = origin !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  if (origin !== undefined && !isOwn && !mayRead(origin))
    throw new HttpError(403, 'FORBIDDEN', 'Pages of this origin are not let in (CORS_ORIGINS)');
}
