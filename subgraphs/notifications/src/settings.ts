import { defineSettings, duration, setting, url } from '@fieldhouse/kit';
import { z } from 'zod';

/** `club@example.org`, or with a name before it: `The Club <club@example.org>`. */
const sender = z
  .string()
  .regex(
    /^(?:[^<>"\p{Cc}]{1,100} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
    'must be an address, or Name <address>',
  );

const smtp = z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' });

export const settings = defineSettings({
  smtpUrl: setting(
    'SMTP_URL',
    smtp.optional(),
    'The server that takes mails, with user and password if it wants them: smtps://user:password@mail.example. Without it, an embedded house keeps them for /mail, and others send none.',
  ),
  smtpPatienceSeconds: setting(
    'SMTP_TIMEOUT',
    duration.refine((seconds) => seconds >= 1 && seconds <= 25, 'must be between 1s and 25s').prefault('20s'),
    'How long that server may keep silent before a mail is tried again later, at most 25s.',
  ),
  mailFrom: setting(
    'MAIL_FROM',
    sender.default('Fieldhouse <club@localhost>'),
    'Whom mails are from; with an SMTP_URL, an address that its server sends for.',
  ),
  publicUrl: setting(
    'PUBLIC_URL',
    url.optional(),
    'Where the world reaches the endpoint, without /graphql: the links that end mails lead there. Where it is left out, to this machine.',
  ),
  appUrl: setting('APP_URL', url.optional(), 'Where people find the app: mails lead there to what they are about.'),
});
