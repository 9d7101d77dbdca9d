import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail as it reached the server. */
export interface Posted {
  readonly from: string;
  readonly to: string;
  /** By their names in lower case, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: string;
}

/** What the server says to whom a mail is for: nothing that is in the way, a refusal, or nothing at all. */
export type Verdict = 'taken' | 'hangs' | { readonly code: number; readonly says: string };

/** A mail server on this machine. */
export async function startMailServer() {
  const posted: Posted[] = [];
  const tried: string[] = [];
  const verdicts = new Map<string, Verdict[]>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 100, // of a mail that hangs nothing is waited for
    onRcptTo: ({ address }, _session, done) => {
      tried.push(address);
      const [verdict = 'taken', ...next] = verdicts.get(address) ?? [];
      if (next.length > 0) verdicts.set(address, next);
      if (verdict === 'hangs') return;
      if (verdict === 'taken') return done();
      done(Object.assign(new Error(verdict.says), { responseCode: verdict.code }));
    },
    onData: async (stream, { envelope }, done) => {
      const raw = await text(stream);
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      posted.push({ from, to: envelope.rcptTo.map(({ address }) => address).join(), headers: headersOf(raw), raw });
      done();
    },
  });
  server.on('error', () => undefined); // clients that give up
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    posted,
    tried,
    /** What it says to mails for somebody: these in turn, then the last for ever. */
    answer: (address: string, ...next: Verdict[]) => void verdicts.set(address, next),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function headersOf(raw: string): ReadonlyMap<string, string> {
  const [head = ''] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
}
