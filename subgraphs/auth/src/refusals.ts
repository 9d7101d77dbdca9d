import { type AtOnce, EVERY_VERSION } from '@fieldhouse/kit';

/**
 * Refuses the tokens that a committed change has made worthless, never those of a change that fails. It is done before the
 * caller has the answer, and again by the event, so that a crash right after the commit forgets nobody.
 */
export const refusals = {
  RolesChanged: ({ userId, version }, { denyList }) => denyList.deny(new Map([[userId, version]])),
  SessionsRevoked: ({ sessionIds }, { denyList }) =>
    denyList.deny(new Map(sessionIds.map((id) => [id, EVERY_VERSION]))),
} satisfies AtOnce;
