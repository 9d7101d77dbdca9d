import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { ConfigurationError } from '../config/configuration-error.ts';
import { errorCode } from '../error-code.ts';

/** Where a server listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

type Reason = (place: Place) => string;

const noAddress: Reason = ({ host }) =>
  `HOST: ${host} is no address of this machine. Set HOST to one, or to 127.0.0.1.`;

const REASONS: Readonly<Record<string, Reason>> = {
  EADDRINUSE: ({ host, port }) =>
    `PORT: ${port} of ${host} is taken by another program. End that one, or set PORT to another number (0 takes a free one).`,
  EACCES: ({ port }) => `PORT: ${port} is not for everybody. Set PORT to a number above 1023.`,
  EADDRNOTAVAIL: noAddress,
  ENOTFOUND: noAddress,
  EAI_AGAIN: noAddress,
  EINVAL: noAddress,
};

/** Opens a server; where it cannot listen, the error names the setting. */
export async function listen(server: Server, place: Place): Promise<void> {
  try {
    server.listen(place.port, place.host);
    await once(server, 'listening');
  } catch (cause) {
    const reason = REASONS[errorCode(cause) ?? ''];
    throw reason ? new ConfigurationError(reason(place), { cause }) : cause;
  }
}

/** Refuses a place where nobody could listen: to be asked before anything is started that takes long. */
export async function ensureFree(place: Place): Promise<void> {
  const server = createServer();
  await listen(server, place);
  server.close();
  await once(server, 'close');
}
