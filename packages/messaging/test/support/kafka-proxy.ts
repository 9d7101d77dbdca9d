import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a broker on which things can go wrong. */
export interface KafkaProxy {
  readonly address: string;
  /** Drops the connection instead of handing on the next answers to Produce: appended, but nobody was told. */
  loseAcknowledgements(count: number): void;
  /** Drops the connection instead of handing on the next requests to commit offsets. */
  refuseCommits(count: number): void;
  /** How many were lost so far. */
  lost(): number;
  stop(): Promise<void>;
}

const PRODUCE = 0;
const OFFSET_COMMIT = 8;

/** Starts a proxy in front of a one-node Kafka; clients that come through it are told that it is the broker. */
export async function startKafkaProxy(broker: string): Promise<KafkaProxy> {
  const [host = '', port] = broker.split(':');
  const sockets = new Set<Socket>();
  let toLose = 0;
  let toRefuse = 0;
  let lost = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), host);
    const apiOf = new Map<number, number>(); // by correlation id
    for (const socket of [client, upstream]) sockets.add(socket);
    const close = () => {
      for (const socket of [client, upstream]) socket.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', close).on('close', close);
    client.on(
      'data',
      framed((frame) => {
        const api = frame.readInt16BE(4);
        apiOf.set(frame.readInt32BE(8), api);
        if (api === OFFSET_COMMIT && toRefuse > 0) {
          toRefuse--;
          lost++;
          close();
        } else if (!upstream.destroyed) upstream.write(frame);
      }),
    );
    upstream.on(
      'data',
      framed((frame) => {
        if (apiOf.get(frame.readInt32BE(4)) === PRODUCE && toLose > 0) {
          toLose--;
          lost++;
          close();
        } else if (!client.destroyed)
          client.write(renamed(frame, address(host, Number(port)), address('127.0.0.1', ownPort)));
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listening = server.address();
  const ownPort = typeof listening === 'object' && listening ? listening.port : 0;
  return {
    address: `127.0.0.1:${ownPort}`,
    loseAcknowledgements(count) {
      toLose = count;
    },
    refuseCommits(count) {
      toRefuse = count;
    },
    lost: () => lost,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Calls with each whole message of Kafka's protocol: four bytes of length, then as many bytes. */
function framed(hear: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      hear(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}

/** A broker's address as answers have it: length and text of the host, then the port. */
function address(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(2 + host.length + 4);
  bytes.writeInt16BE(host.length, 0);
  bytes.write(host, 2);
  bytes.writeInt32BE(port, 2 + host.length);
  return bytes;
}

function renamed(frame: Buffer, from: Buffer, to: Buffer): Buffer {
  const at = frame.indexOf(from);
  if (at < 0) return frame;
  const changed = Buffer.concat([frame.subarray(0, at), to, frame.subarray(at + from.length)]);
  changed.writeInt32BE(changed.length - 4, 0);
  return changed;
}
