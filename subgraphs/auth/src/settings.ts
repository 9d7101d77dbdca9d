import { count, defineSettings, duration, oneOf, setting } from '@fieldhouse/kit';

export const settings = defineSettings({
  registration: setting(
    'REGISTRATION',
    oneOf('open', 'approval').default('open'),
    'Whether new people may start at once (open) or wait for an administrator (approval).',
  ),
  sessionSeconds: setting('REFRESH_TOKEN_TTL', duration.prefault('30d'), 'Life of a session without use.'),
  graceSeconds: setting(
    'REFRESH_GRACE_SECONDS',
    count(0, 300).default(10),
    'How long a used refresh token may be sent again.',
  ),
});
