import type { Channel } from './channel.ts';
import { email } from './email.ts';
import { webPushChannel } from './web-push.ts';

/** Every way to a person but the inbox. */
export const channels: readonly Channel[] = [email, webPushChannel];
