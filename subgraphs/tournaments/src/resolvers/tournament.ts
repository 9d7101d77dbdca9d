import { present } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import type { OfficialRole, Participant as ParticipantRow } from '../__generated__/prisma/client.ts';
import type {
  ParticipantResolvers,
  TournamentPermissionsResolvers,
  TournamentResolvers,
} from '../__generated__/resolvers.ts';
import { isOfficial } from '../acting.ts';
import { isOver } from '../life.ts';
import { finalRows } from '../tables.ts';
import { nameOf } from './names.ts';
import { person } from './people.ts';

const officials = async (tournamentId: string, role: OfficialRole, context: TournamentsContext) => {
  const found = await context.load.officialsOf.load(tournamentId);
  return Promise.all(found.filter((it) => it.role === role).map(({ userId }) => person(userId, context)));
};

export const Tournament: TournamentResolvers = {
  __resolveReference: async (reference, { load }) =>
    'slug' in reference
      ? load.tournamentBySlug.load(String(reference.slug))
      : load.tournament.load((reference as { id: string }).id),
  game: ({ gameId }) => (gameId ? { id: gameId } : null),
  participantCount: ({ id }, _, { load }) => load.placesTaken.load(id),
  organizers: ({ id }, _, context) => officials(id, 'ORGANIZER', context),
  referees: ({ id }, _, context) => officials(id, 'REFEREE', context),
  stages: ({ id }, _, { load }) => load.stagesOf.load(id),
  participants: ({ id }, { status, ...args }, { load }) =>
    load.participants.load({ of: id, args, ...(status ? { where: { status: { in: [...status] } } } : {}) }),
  matches: ({ id }, { status, participantId, stageId, court, ...args }, { load }) =>
    load.matches.load({
      of: id,
      args,
      where: {
        ...(status ? { status: { in: [...status] } } : {}),
        ...(participantId ? { OR: [{ firstId: participantId }, { secondId: participantId }] } : {}),
        ...(stageId ? { stageId } : {}),
        ...(court ? { court } : {}),
      },
    }),
  standings: async ({ id }, _, { load }) => {
    const stages = await load.stagesOf.load(id);
    const boards = (await Promise.all(stages.map((stage) => load.board.load(stage.id)))).map(present);
    const begun = boards.filter(({ rows }) => rows.length > 0);
    const last = begun.at(-1);
    if (!last) return [];
    return finalRows(begun.map(({ tables }) => tables)).map((row) => ({ board: last, group: null, row }));
  },
  champion: async ({ id }, _, { load }) =>
    (await load.podiumOf.load(id)).find(({ placement }) => placement === 1) ?? null,
  podium: ({ id }, _, { load }) => load.podiumOf.load(id),
  viewerParticipant: ({ id }, _, { visitor, load }) =>
    visitor && load.entryOf.load({ tournamentId: id, userId: visitor.id }),
  viewerCan: (tournament) => tournament,
};

const isManager = async (id: string, context: TournamentsContext): Promise<boolean> =>
  context.viewer.roles.includes('ADMIN') || isOfficial(id, context);

const entryOf = ({ id }: { id: string }, { viewer, load }: TournamentsContext): Promise<ParticipantRow | null> =>
  load.entryOf.load({ tournamentId: id, userId: viewer.id });

export const TournamentPermissions: TournamentPermissionsResolvers = {
  edit: async ({ id, status }, _, context) => !isOver(status) && isManager(id, context),
  register: async (tournament, _, context) => {
    const { registrationOpensAt: opens, registrationClosesAt: closes, status } = tournament;
    const now = context.now();
    if (status !== 'REGISTRATION' || (opens && now < opens) || (closes && now >= closes)) return false;
    const entry = await entryOf(tournament, context);
    return tournament.participantKind !== 'GUEST' && (entry === null || entry.status === 'WITHDRAWN');
  },
  withdraw: async (tournament, _, context) => {
    const entry = await entryOf(tournament, context);
    return !isOver(tournament.status) && entry !== null && !['WITHDRAWN', 'DISQUALIFIED'].includes(entry.status);
  },
  checkIn: async (tournament, _, context) => {
    const entry = await entryOf(tournament, context);
    const { status, checkInOpensAt: opens } = tournament;
    const isOpen = status === 'CHECK_IN' && (!opens || opens <= context.now());
    return isOpen && entry !== null && ['CONFIRMED', 'NO_SHOW'].includes(entry.status);
  },
  seed: async ({ id, status }, _, context) => !isOver(status) && isManager(id, context),
  start: async ({ id, status }, _, context) => ['READY', 'IN_PROGRESS'].includes(status) && isManager(id, context),
  report: async (tournament, _, context) => {
    const entry = await entryOf(tournament, context);
    return entry !== null && context.load.hasOpenMatch.load(entry.id);
  },
};

export const Participant: ParticipantResolvers = {
  __resolveReference: ({ id }, { load }) => load.participant.load(id),
  tournament: async ({ tournamentId }, _, { load }) => present(await load.tournament.load(tournamentId)),
  name: (participant, _, context) => nameOf(participant, context),
  user: ({ userId }, _, context) => (userId ? person(userId, context) : null),
  team: ({ teamId }, _, { load }) => (teamId ? load.team.load(teamId) : null),
};
