import { CircleOf, PlaceNow, type PlaceNowQuery, type PlaceNowQueryVariables } from './__generated__/peers/teams.ts';
import type { Context } from './context.ts';
import type { Rule, Subject } from './policy.ts';
import { remembered } from './remembered.ts';

/** The person the field is about: the parent person, or the one the input names. */
export const self: Rule = {
  label: 'the person themselves',
  allows: (viewer, { parent, input }) => viewer.id === (input.userId ?? parent?.id),
};

/** The viewer, unless the input names somebody else. */
export const selfUnlessNamed = (label: string): Rule => ({
  label,
  allows: (viewer, { input }) => input.userId == null || input.userId === viewer.id,
});

/** The person whom the parent row names as its own. */
export const ownRow = (label: string, column = 'userId'): Rule => ({
  label,
  allows: (viewer, { parent }) => parent[column] === viewer.id,
});

/** Whoever was let into the club, by the token. */
export const member: Rule = {
  label: 'member of the club',
  allows: (viewer) => viewer.scopes.includes('member'),
};

/** Anybody who holds the role, by the token. */
export const hasRole = (role: 'ADMIN' | 'TRAINER' | 'STAFF' | 'MEMBER'): Rule => ({
  label: `role ${role}`,
  allows: (viewer) => viewer.roles.includes(role),
});

/** An administrator, by the token. */
export const admin = hasRole('ADMIN');

/** A person's place on a team, as a domain's rows have it; who left may stay as a place that is not active. */
interface Place {
  readonly teamId: string;
  readonly role: string;
  readonly active?: boolean;
}

type TeamOf<Ctx> = (about: Subject, context: Ctx) => string | undefined | Promise<string | undefined>;

interface OnTeam<Ctx> {
  readonly label: string;
  /** Any role where left out. */
  readonly roles?: readonly string[];
  /** The team in question. */
  readonly teamOf: TeamOf<Ctx>;
}

/** Somebody's place on a team, among all of theirs. */
export const placeOn = <P extends Place>(places: readonly P[], teamId: string | undefined): P | undefined =>
  places.find((place) => place.teamId === teamId && place.active !== false);

/**
 * Whoever is on the team, by rows that this domain has: its own, or its copy of the rosters, which is enough for reading.
 * `placesOf` goes by a loader, so that a page of rows asks once.
 */
export const onTeam = <Ctx>({
  label,
  roles,
  teamOf,
  placesOf,
}: OnTeam<Ctx> & {
  readonly placesOf: (userId: string, context: Ctx) => Promise<readonly Place[]>;
}): Rule<Ctx> => ({
  label,
  allows: async (viewer, about, context) => {
    const teamId = await teamOf(about, context);
    const place = placeOn(await placesOf(viewer.id, context), teamId);
    return place !== undefined && (roles?.includes(place.role) ?? true);
  },
});

/**
 * Whoever is on the team as the teams domain says at that moment: for what a copy that is late must not allow. A team that
 * was put away has nobody, unless `orArchived` says that its people are let through, to be told why they may not.
 */
export const onTeamNow = <Ctx extends Context>({
  label,
  roles,
  teamOf,
  orArchived = false,
}: OnTeam<Ctx> & { readonly orArchived?: boolean }): Rule<Ctx> => ({
  label,
  allows: async (viewer, about, context) => {
    const teamId = await teamOf(about, context);
    if (teamId === undefined) return false;
    const { member: isMember, role } = await placeNow({ userId: viewer.id, teamId, orArchived }, context);
    return isMember && (roles?.includes(role ?? '') ?? true);
  },
});

const placeNow = (asked: PlaceNowQueryVariables, context: Context): Promise<PlaceNowQuery['isUserOnTeam']> =>
  remembered(context, `place ${JSON.stringify(asked)}`, async () => (await context.ask(PlaceNow, asked)).isUserOnTeam);

/** Whom the viewer shares a team with. */
export interface Circle {
  readonly teammates: ReadonlySet<string>;
  /** Those of them on teams that the viewer is staff of. */
  readonly staffOf: ReadonlySet<string>;
}

/** The viewer's circle as teams says now, asked once, and only when a rule needs it. */
export const circleNow = (context: Context): Promise<Circle> =>
  remembered(context, 'circle', async () => {
    const { circleOf } = await context.ask(CircleOf, { userId: context.viewer.id });
    return { teammates: new Set(circleOf.teammates), staffOf: new Set(circleOf.staffOf) };
  });

/** Staff of a team that the person is on; a person is the parent, unless `personOf` says another. */
export const staffOfPerson = <Ctx extends Context>(
  personOf: (about: Subject) => string = ({ parent }) => parent.id,
): Rule<Ctx> => ({
  label: 'staff of a team that the person is on',
  allows: async (_, about, context) => (await circleNow(context)).staffOf.has(personOf(about)),
});
