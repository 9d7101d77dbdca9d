import { lookup } from 'node:dns';
import { Agent, type AgentOptions } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** An address that somebody named leads to no public one: it is not called. */
export class NotPublic extends Error {
  readonly code = 'NOT_PUBLIC';
}

const refused = (host: string): NotPublic => new NotPublic(`${host} is no address of the public internet`);

/**
 * Looks a name up for a connection that is made to what came out: a name that leads elsewhere by the time of the
 * connection (DNS rebinding) gains nothing. One that leads to a public address and to another as well is refused.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? refused(hostname), '');
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(refused(hostname), '');
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });

/** Refuses an address that is written as a number and is not public. Names are looked at when they are looked up. */
export function ensurePublicHost({ hostname }: URL): void {
  const host = hostname.replace(/^\[|\]$/g, ''); // an IPv6 address stands in brackets
  if (isIP(host) && !isPublicAddress(host)) throw refused(host);
}

/**
 * Makes connections to addresses that people name, such as those of push services: by TLS, and to the public internet
 * only, whatever name or number stands for the address. To be the `agent` of requests of `node:https`, which follow no redirects.
 */
export class PublicAgent extends Agent {
  constructor(options: AgentOptions = {}) {
    super({ keepAlive: true, maxFreeSockets: 16, maxTotalSockets: 64, lookup: publicLookup, ...options });
  }

  override createConnection(...[options, callback]: Parameters<Agent['createConnection']>) {
    const { host } = options as { host?: string };
    // Only names are looked up.
    if (host && isIP(host) && !isPublicAddress(host)) {
      callback?.(refused(host), undefined as never);
      return undefined;
    }
    return super.createConnection(options, callback);
  }
}
