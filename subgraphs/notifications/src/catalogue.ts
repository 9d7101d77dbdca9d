import type { Channel, NotificationCategory } from './__generated__/prisma/enums.ts';

interface Category {
  readonly title: string;
  readonly description: string;
  /** How people hear of it unless they want it otherwise. */
  readonly defaultChannels: readonly Channel[];
  /** Cannot be switched off. */
  readonly required: boolean;
}

const EVERYWHERE = ['IN_APP', 'EMAIL', 'WEB_PUSH'] as const;

/** Every kind of news. */
export const CATALOGUE: Readonly<Record<NotificationCategory, Category>> = {
  SECURITY: {
    title: 'Security',
    description: 'Somebody signed in to your account from a device that it has not seen before.',
    defaultChannels: EVERYWHERE,
    required: true,
  },
  ACCOUNT: {
    title: 'Your account',
    description: 'Your roles in the club, whether you may take part, and what you asked to be reminded of.',
    defaultChannels: EVERYWHERE,
    required: false,
  },
  TEAM: {
    title: 'Teams',
    description: 'You were put on a team or taken off it, your place on it changed, or its staff writes to you.',
    defaultChannels: EVERYWHERE,
    required: false,
  },
  EVENT: {
    title: 'Events',
    description: 'Invitations to what your teams do, changes, cancellations and reminders.',
    defaultChannels: EVERYWHERE,
    required: false,
  },
  TOURNAMENT: {
    title: 'Tournaments',
    description: 'You have a place in a tournament, or lost it, or it is called off.',
    defaultChannels: EVERYWHERE,
    required: false,
  },
  MATCH: {
    title: 'Matches',
    description:
      'A match of yours can be played, its result waits for you, you are in the next round, or a side disagrees.',
    defaultChannels: EVERYWHERE,
    required: false,
  },
  BROADCAST: {
    title: 'Words to all',
    description: 'What the club, or a team, has to say to everybody.',
    defaultChannels: EVERYWHERE,
    required: false,
  },
};

/** All ways to a person. */
export const CHANNELS = ['IN_APP', 'EMAIL', 'WEB_PUSH'] as const satisfies readonly Channel[];

/** All kinds of news. */
export const CATEGORIES = Object.keys(CATALOGUE) as NotificationCategory[];
