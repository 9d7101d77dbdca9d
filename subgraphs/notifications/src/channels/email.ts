import { MailAddress } from '../__generated__/peers/users.ts';
import { CATALOGUE } from '../catalogue.ts';
import { keep } from '../mail/kept.ts';
import { letter } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { secret } from '../secrets.ts';
import { settings } from '../settings.ts';
import { unsubscribeToken } from '../unsubscribe-token.ts';
import { type Channel, type Message, Undeliverable } from './channel.ts';

/**
 * Mail. Whom it goes to is asked when it goes, so that an address which somebody changed or gave up is never written
 * to: `targets` says no more than whose it is.
 */
export const email: Channel = {
  channel: 'EMAIL',
  isAvailable: (house) => house.config.isEmbedded || settings.in(house).smtpUrl !== undefined,
  targets: async (_, userIds) => new Map(userIds.map((id) => [id, [id]])),
  send: async (message, attempt) => {
    const { ask, db, config, key: id, signal } = attempt;
    const { smtpUrl, smtpPatienceSeconds: patienceSeconds, mailFrom, publicUrl, appUrl } = settings.in(attempt);
    const { getUserProfile: person } = await ask(MailAddress, { userId: message.userId });
    if (!person?.email) throw new Undeliverable('The person has no e-mail address');
    const unsubscribeUrl = await linkToEnd(message, publicUrl ?? `http://${config.host}:${config.port}`, db);
    const linked = (path: string | undefined) => path && appUrl && appUrl.replace(/\/$/, '') + path;
    const written = letter({
      ...message,
      unsubscribeUrl,
      url: linked(message.url),
      items: message.items?.map((item) => ({ ...item, url: linked(item.url) })),
    });
    const mail = { id, to: person.email, from: mailFrom, unsubscribeUrl, ...written };
    if (smtpUrl) await post(mail, { smtpUrl, patienceSeconds, signal });
    else await keep(db, { ...mail, userId: message.userId, createdAt: attempt.now() });
    return 'SENT';
  },
};

/** What ends mails like this one; nothing ends those that are required. */
async function linkToEnd(
  { userId, category, items = [] }: Message,
  publicUrl: string,
  db: Parameters<typeof secret>[0],
): Promise<string | undefined> {
  const all = items.length > 0 ? items.map((item) => item.category) : [category];
  const categories = [...new Set(all)].filter((it) => !CATALOGUE[it].required);
  if (categories.length === 0) return undefined;
  const token = unsubscribeToken({ userId, categories, channel: 'EMAIL' }, await secret(db, 'unsubscribe'));
  const link = new URL('unsubscribe', publicUrl.replace(/\/?$/, '/'));
  link.searchParams.set('token', token);
  return link.href;
}
