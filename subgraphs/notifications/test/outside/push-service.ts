import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { PublicAgent } from '@fieldhouse/platform';
import { CERTIFICATE, KEY } from './certificate.ts';

/** A message as it reached the push service. */
export interface Rung {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A push service, push.example, and the internet that leads there and nowhere else. */
export async function startPushService() {
  const rung: Rung[] = [];
  const answers: number[] = [];
  let always = 201;
  const server = createServer({ key: KEY, cert: CERTIFICATE }, async (request, response) => {
    rung.push({ path: request.url ?? '', headers: request.headers, body: await buffer(request) });
    const status = answers.shift() ?? always;
    if (status === 0) return; // it hangs
    response.writeHead(status, { location: 'https://push.example/elsewhere' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new PublicAgent({
    ca: CERTIFICATE,
    lookup: (_name, { all }, found) =>
      all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
  });
  return {
    agent,
    rung,
    /** The address of a new browser. */
    endpoint: () => `https://push.example:${port}/${randomBytes(8).toString('hex')}`,
    /** What it answers: these in turn, then the last for ever. A 0 is a hang. */
    answer: (...statuses: number[]) => {
      always = statuses.at(-1) ?? 201;
      answers.splice(0, answers.length, ...statuses);
    },
    stop: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A browser that subscribed: it alone can read what it is sent (RFC 8291). */
export function browserAt(endpoint: string) {
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys();
  const auth = randomBytes(16);
  return {
    input: { endpoint, p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') },
    read: ({ body }: Rung): Record<string, unknown> => {
      const salt = body.subarray(0, 16);
      const theirs = body.subarray(21, 21 + body.readUInt8(20));
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, theirs]);
      const secret = Buffer.from(hkdfSync('sha256', keys.computeSecret(theirs), auth, info, 32));
      const derived = (name: string, length: number) =>
        Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, length));
      const sealed = body.subarray(21 + theirs.length);
      const decipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
      decipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString('utf8'));
    },
  };
}
