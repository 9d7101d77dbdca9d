import type { Channel } from './channel.ts';

/** Every way to a person but the inbox. */
export const channels: readonly Channel[] = [];
