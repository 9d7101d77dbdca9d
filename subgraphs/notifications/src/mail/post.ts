import { createTransport } from 'nodemailer';
import { Undeliverable } from '../channels/channel.ts';
import { addressOf } from './address.ts';
import type { Letter } from './letter.ts';

/** A mail as it goes out. */
export interface Mail extends Letter {
  /** The same in every attempt: of a mail that comes twice, mail programs show one. */
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly unsubscribeUrl: string | undefined;
}

interface Post {
  readonly smtpUrl: string;
  readonly patienceSeconds: number;
  readonly signal: AbortSignal;
}

/** How long a silent server is waited for: to be found and to greet, half as long as when it is at work. */
const patience = (seconds: number) => ({
  dnsTimeout: seconds * 250,
  connectionTimeout: seconds * 500,
  greetingTimeout: seconds * 500,
  socketTimeout: seconds * 1_000,
});

/** Hands a mail to the server. Throws `Undeliverable` for what it never will take, and anything else for another try. */
export async function post(
  { id, to, from, unsubscribeUrl, ...letter }: Mail,
  { smtpUrl, patienceSeconds, signal }: Post,
): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    ...patience(patienceSeconds),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      ...letter,
      from,
      to: { name: '', address: to },
      messageId: `<${id}@${addressOf(from).split('@')[1]}>`,
      headers: { 'Auto-Submitted': 'auto-generated', ...headersToEnd(unsubscribeUrl) },
      xMailer: false,
      signal,
    });
  } catch (error) {
    throw isForGood(error) ? new Undeliverable(wordsOf(error)) : new Error(wordsOf(error));
  } finally {
    transport.close();
  }
}

/** One click in a mail program ends it (RFC 2369 and 8058, the latter by https only). */
function headersToEnd(url: string | undefined): Record<string, { prepared: true; value: string } | string> {
  if (!url) return {};
  return {
    'List-Unsubscribe': { prepared: true, value: `<${url}>` }, // as it is: folded, some mail programs do not find it
    ...(url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  };
}

interface Refusal {
  readonly message: string;
  readonly response?: string;
  readonly command?: string;
  readonly permanent?: boolean;
}

/** Whether the server has refused this mail, and not our sign-in or sender, which somebody here has to mend. */
const isForGood = (error: unknown): boolean => {
  const { permanent, command = '' } = error as Refusal;
  return permanent === true && /^(RCPT TO|DATA)/.test(command);
};

/** What went wrong, for the log and for who looks into it: without the address, which servers like to repeat. */
const wordsOf = (error: unknown): string => {
  const { message, response = message } = error as Refusal;
  return `The mail server: ${response.slice(0, 500).replace(/<?[^\s<>]+@[^\s<>]+>?/g, '…')}`;
};
