import type { RequestContext, Resources } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { CircleOf } from './__generated__/peers/teams.ts';
import { accountOf, openProfile } from './registration.ts';

/** Whom the viewer shares a team with, asked of teams once per request and only when a rule needs it. */
export function services(resources: Resources<Database>, request: RequestContext) {
  let circle: Promise<{ teammates: ReadonlySet<string>; staffOf: ReadonlySet<string> }> | undefined;
  const ask = async () => {
    const { circleOf } = await resources.ask(CircleOf, { userId: request.viewer.id });
    return { teammates: new Set(circleOf.teammates), staffOf: new Set(circleOf.staffOf) };
  };
  return {
    circle: () => (circle ??= ask()),
    /** The profile of somebody who registered a moment ago, should the announcement not have arrived yet. */
    openProfileOf: async (userId: string) => {
      const account = await accountOf(resources, userId);
      return account && openProfile(resources, { userId, ...account, approved: account.roles.length > 0 });
    },
  };
}
