import { type Connection, type PageArgs, present } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import type { Participant, Tournament, TournamentStatus } from '../__generated__/prisma/client.ts';
import type { GameResolvers, TeamResolvers, UserResolvers } from '../__generated__/resolvers.ts';
import { visibleTo } from './visible.ts';

type Asked = PageArgs & { readonly status?: readonly TournamentStatus[] | null };

const seenBy = (status: Asked['status'], context: TournamentsContext) => ({
  AND: [visibleTo(context), status ? { status: { in: [...status] } } : {}],
});

/** A page of entries as one of the tournaments that they are in. */
async function tournamentsOf(
  kind: 'personEntries' | 'teamEntries',
  of: string,
  { status, ...args }: Asked,
  context: TournamentsContext,
): Promise<Connection<Tournament>> {
  const where = { tournament: seenBy(status, context) };
  const page: Connection<Participant> = await context.load[kind].load({ of, args, where });
  const nodes = await Promise.all(
    page.nodes.map(async ({ tournamentId }) => present(await context.load.tournament.load(tournamentId))),
  );
  const edges = page.edges.map(({ cursor }, at) => ({ cursor, node: nodes[at] as Tournament }));
  return { ...page, nodes, edges };
}

export const User: UserResolvers = {
  tournaments: ({ id }, args, context) => tournamentsOf('personEntries', id, args, context),
  upcomingMatches: ({ id }, _, { load }) => load.upcomingOf.load(id),
  tournamentRecord: ({ id }, _, { load }) => load.personRecord.load(id),
};

export const Team: TeamResolvers = {
  tournaments: ({ id }, args, context) => tournamentsOf('teamEntries', id, args, context),
  tournamentRecord: ({ id }, _, { load }) => load.teamRecord.load(id),
};

export const Game: GameResolvers = {
  tournaments: ({ id }, { status, ...args }, context) =>
    context.load.tournamentsOfGame.load({ of: id, args, where: seenBy(status, context) }),
};
