import {
  copiedPeople,
  copyOf,
  ensureNotForgotten,
  NotFound,
  optional,
  type PersonSnapshot,
  UserError,
} from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import { TeamNow, type TeamNowQuery } from '../__generated__/peers/teams.ts';
import type { Participant } from '../__generated__/prisma/client.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { announceParticipant } from '../announcing.ts';
import { copiedTeams } from '../copies.ts';
import { ensureKind, enter, enterAgain, type Newcomer, takenIn } from '../entering.ts';
import { type Doing, holdTournament } from '../held.ts';
import { type Leaving, leave } from '../leaving.ts';
import { ensureBeforePlay } from '../life.ts';
import { ensureMayCheckIn, ensureRegistrationOpen, ensureRoom, statusOnEntry } from '../places.ts';
import { guestName, reason } from '../tournament.ts';
import { doIt } from './doing.ts';

const MOST_AT_ONCE = 100;
const MOST_GUESTS = 1024;

type Team = NonNullable<TeamNowQuery['teamSnapshot']>;

/** A team that may take part, as the teams domain says now. */
async function livingTeam({ ask }: TournamentsContext, teamId: string): Promise<Team> {
  const { teamSnapshot: team } = await ask(TeamNow, { teamId });
  if (!team) throw new NotFound('No such team');
  if (team.archived) throw new UserError('TEAM_ARCHIVED', 'The team is archived: restore it first', 'teamId');
  return team;
}

const idsOf = (raw: readonly string[] | null | undefined, path: string): string[] => {
  const ids = [...new Set(raw ?? [])];
  if (ids.length > MOST_AT_ONCE) throw new UserError('VALIDATION', `At most ${MOST_AT_ONCE} at once`, path);
  return ids;
};

/** Whoever is to be entered, as their domains say now. */
interface Asked {
  readonly people: readonly PersonSnapshot[];
  readonly teams: readonly Team[];
  readonly guests: readonly string[];
}

const newcomersOf = ({ people, teams, guests }: Asked): Newcomer[] => [
  ...people.map(({ id: userId }) => ({ kind: 'USER' as const, userId })),
  ...teams.map(({ id: teamId }) => ({ kind: 'TEAM' as const, teamId })),
  ...guests.map((name) => ({ kind: 'GUEST' as const, guestName: name })),
];

/** Writes the copies that new participants show; before their tournament is held, as when somebody is deleted. */
async function remember({ tx }: Doing, { people, teams }: Asked): Promise<void> {
  await copiedPeople.remember(tx, people.map(copyOf));
  await copiedTeams.remember(tx, teams);
  for (const { id } of people) await ensureNotForgotten(tx, id);
}

/** A participant and its tournament, locked. */
async function holdParticipant({ tx }: Doing, participantId: string) {
  const found = await tx.participant.findUnique({ where: { id: participantId }, select: { tournamentId: true } });
  if (!found) throw new NotFound('No such participant');
  const tournament = await holdTournament(tx, found.tournamentId);
  return { tournament, participant: await tx.participant.findUniqueOrThrow({ where: { id: participantId } }) };
}

const takeOut = (context: TournamentsContext, participantId: string, leaving: Leaving) =>
  doIt(context, async (doing) => {
    const { tournament, participant } = await holdParticipant(doing, participantId);
    return { participant: await leave(doing, tournament, participant, leaving) };
  });

/** Changes where a participant stands, and says so. */
async function move(
  doing: Doing,
  { tournament, participant }: Awaited<ReturnType<typeof holdParticipant>>,
  data: Partial<Pick<Participant, 'status' | 'checkedInAt'>>,
) {
  const after = await doing.tx.participant.update({ where: { id: participant.id }, data });
  await announceParticipant(doing, tournament, after, participant.status);
  return { participant: after };
}

export const participants: MutationResolvers = {
  registerForTournament: async (_, { input: { tournamentId, teamId } }, context) => {
    const { viewer, people } = context;
    const asked: Asked = {
      people: teamId ? [] : [await people.active(viewer.id)],
      teams: teamId ? [await livingTeam(context, teamId)] : [],
      guests: [],
    };
    return doIt(context, async (doing) => {
      await remember(doing, asked);
      const tournament = await holdTournament(doing.tx, tournamentId);
      if (tournament.status === 'DRAFT') throw new NotFound('No such tournament');
      const newcomers = newcomersOf(asked);
      for (const { kind } of newcomers) ensureKind(tournament, kind);
      const before = await doing.tx.participant.findFirst({
        where: { tournamentId, ...(teamId ? { teamId } : { userId: viewer.id }) },
      });
      if (before && before.status !== 'WITHDRAWN' && before.status !== 'DISQUALIFIED')
        throw new UserError('ALREADY_REGISTERED', 'They have signed up already');
      ensureRegistrationOpen(tournament, doing.now);
      const status = statusOnEntry(tournament, await takenIn(doing.tx, tournamentId));
      const participant = before
        ? await enterAgain(doing, tournament, before, status)
        : (await enter(doing, tournament, newcomers, status))[0];
      return { participant: participant ?? null };
    });
  },

  addParticipants: async (_, { input }, context) => {
    const guests = (input.guestNames ?? []).map(guestName);
    if (guests.length > MOST_GUESTS) throw new UserError('VALIDATION', `At most ${MOST_GUESTS} at once`, 'guestNames');
    const asked: Asked = {
      people: await Promise.all(idsOf(input.userIds, 'userIds').map((id) => context.people.active(id, 'userIds'))),
      teams: await Promise.all(idsOf(input.teamIds, 'teamIds').map((id) => livingTeam(context, id))),
      guests,
    };
    return doIt(context, async (doing) => {
      await remember(doing, asked);
      const { id: tournamentId, ...tournament } = await holdTournament(doing.tx, input.tournamentId);
      ensureBeforePlay(tournament.status);
      const known = await doing.tx.participant.findMany({ where: { tournamentId, kind: { not: 'GUEST' } } });
      const there = new Set(known.flatMap(({ userId, teamId }) => userId ?? teamId ?? []));
      const newcomers = newcomersOf(asked).filter(
        (it) => !there.has('userId' in it ? it.userId : 'teamId' in it ? it.teamId : ''),
      );
      for (const { kind } of newcomers) ensureKind(tournament, kind);
      const { places } = await takenIn(doing.tx, tournamentId);
      ensureRoom(tournament, places + newcomers.length);
      return { participants: await enter(doing, { id: tournamentId, ...tournament }, newcomers, 'CONFIRMED') };
    });
  },

  approveParticipant: (_, { input: { participantId } }, context) =>
    doIt(context, async (doing) => {
      const held = await holdParticipant(doing, participantId);
      if (held.participant.status !== 'REGISTERED')
        throw new UserError('INVALID_TRANSITION', `The participant is ${held.participant.status}`);
      return move(doing, held, { status: 'CONFIRMED' });
    }),

  withdrawParticipant: async (_, { input }, context) =>
    takeOut(context, input.participantId, { status: 'WITHDRAWN', reason: optional(input.reason, reason) ?? null }),

  disqualifyParticipant: async (_, { input }, context) =>
    takeOut(context, input.participantId, { status: 'DISQUALIFIED', reason: optional(input.reason, reason) ?? null }),

  checkInParticipant: (_, { input: { participantId } }, context) =>
    doIt(context, async (doing) => {
      const held = await holdParticipant(doing, participantId);
      ensureMayCheckIn(held.tournament, held.participant, doing.now);
      if (held.participant.status === 'NO_SHOW')
        ensureRoom(held.tournament, (await takenIn(doing.tx, held.tournament.id)).places + 1);
      return move(doing, held, { status: 'CHECKED_IN', checkedInAt: doing.now });
    }),
};
