import type { Resolvers } from '../__generated__/resolvers.ts';
import { Game, Team, User } from './competitors.ts';
import { life } from './life.ts';
import { Match, MatchGame, MatchPermissions, MatchReport, MatchSlot, SlotSource } from './match.ts';
import { participants } from './participants.ts';
import { play } from './play.ts';
import { Query } from './query.ts';
import { schedule } from './schedule.ts';
import { Advancement, Bracket, Group, Round, Stage, Standing } from './stage.ts';
import { stages } from './stages.ts';
import { Subscription } from './subscription.ts';
import { Participant, Tournament, TournamentPermissions } from './tournament.ts';

/** A payload that says why nothing was done has lists with nothing in them. */
const AddParticipantsPayload = { participants: (payload: { participants?: object[] }) => payload.participants ?? [] };
const ScheduleMatchesPayload = { matches: (payload: { matches?: object[] }) => payload.matches ?? [] };
const affected = { affectedMatches: (payload: { affectedMatches?: object[] }) => payload.affectedMatches ?? [] };

export const resolvers: Resolvers = {
  Query,
  Mutation: { ...life, ...participants, ...stages, ...schedule, ...play },
  Subscription,
  ...{ Tournament, TournamentPermissions, Participant, User, Team, Game },
  ...{ Stage, Group, Round, Bracket, Standing, Advancement },
  ...{ Match, MatchSlot, SlotSource, MatchGame, MatchReport, MatchPermissions },
  ...{ AddParticipantsPayload, ScheduleMatchesPayload, ResolveMatchPayload: affected, ReopenMatchPayload: affected },
} as Resolvers;
