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
  readonly signal: AbortSignal;
}

const SECONDS = 1_000;
const PATIENCE = {
  dnsTimeout: 5 * SECONDS,
  connectionTimeout: 10 * SECONDS,
  greetingTimeout: 10 * SECONDS,
  socketTimeout: 20 * SECONDS,
};

/** Hands a mail to the server. Throws `Undeliverable` for what it never will take, and anything else for another try. */
export async function post(
  { id, to, from, unsubscribeUrl, ...letter }: Mail,
  { smtpUrl, signal }: Post,
): Promise<void> {
  const transport = createTransport({ url: smtpUrl, ...PATIENCE, disableFileAccess: true, disableUrlAccess: true });
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
    if (isBounce(error)) throw new Undeliverable(`The mail server refused it: ${error.response}`, { cause: error });
    throw error;
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

/** Whether the server has refused this mail for good: not our sign-in or sender, which somebody here has to mend. */
function isBounce(error: unknown): error is Error & { readonly response: string } {
  const { permanent, command = '' } = error as { permanent?: boolean; command?: string };
  return permanent === true && /^(RCPT TO|DATA)/.test(command);
}
