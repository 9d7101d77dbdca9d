import type { AtOnce } from '@fieldhouse/kit';

/** A token that was signed just before is refused a little longer than it lives. */
const MARGIN_SECONDS = 60;

/**
 * Refuses the tokens that a committed change has made worthless, never those of a change that fails. It is done before the
 * caller has the answer, and again by the event, so that a crash right after the commit forgets nobody.
 */
export const refusals = {
  RolesChanged: ({ userId, version }, { denyList, config }) =>
    denyList.denyBelow(userId, version, config.accessTokenSeconds + MARGIN_SECONDS),
  SessionsRevoked: async ({ sessionIds }, { denyList, config }) => {
    for (const id of sessionIds) await denyList.denySession(id, config.accessTokenSeconds + MARGIN_SECONDS);
  },
} satisfies AtOnce;
