import { copiedPeople, reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { copiedTeams } from './copies.ts';
import { cancelComing } from './event.ts';
import { withdrawAll } from './invitations.ts';
import { followMatch, hideResult, showResult } from './matches.ts';
import { holdTeam, join, placeChanged } from './teams.ts';

export const reactions = reactTo<Database>({
  UserDeleted: async (event, { tx, now }) => {
    await copiedPeople.hear(tx, 'UserDeleted', event);
    await withdrawAll(tx, event.userId, now());
  },
  // Told once the team is restored already, it still calls off what was to come when it happened.
  TeamArchived: async (event, { tx, emit, now }) => {
    await holdTeam(tx, event.teamId);
    await copiedTeams.hear(tx, 'TeamArchived', event);
    await cancelComing(tx, emit, { ...event, now: now() });
  },
  MatchScheduled: followMatch,
  MatchConfirmed: showResult,
  MatchReopened: hideResult,
  TeamMemberAdded: (event, resources) => join(event, resources),
  TeamMemberUpdated: (event, resources) => placeChanged('TeamMemberUpdated', event, resources),
  TeamMemberRemoved: (event, resources) => placeChanged('TeamMemberRemoved', event, resources),
});
