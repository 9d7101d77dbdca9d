import { optional, paragraph } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import type { MatchGameInput, MutationResolvers } from '../__generated__/resolvers.ts';
import { actorIn } from '../acting.ts';
import { type Corrected, DownstreamPlayed, resolve, takeBack } from '../correction.ts';
import { begin, confirm, dispute, ensureOpponent, pendingReport, report, type Said, score } from '../play.ts';
import { settings } from '../settings.ts';
import { ensureVersion, reason } from '../tournament.ts';
import { onMatch } from './doing.ts';

const note = (raw: string): string => paragraph(raw, { max: 500, path: 'note' });

interface Saying {
  readonly scores: readonly number[];
  readonly games?: readonly MatchGameInput[] | null;
  readonly forfeitSlots?: readonly number[] | null;
  readonly note?: string | null;
}

/** What an input says of a match. */
const said = ({ scores, games, forfeitSlots, note: raw }: Saying): Said => ({
  ...{ scores, forfeitSlots: forfeitSlots ?? [], note: optional(raw, note) ?? null },
  games: (games ?? []).map(({ scores: own, detail }) => ({ scores: own, ...(detail == null ? {} : { detail }) })),
});

/** A correction, or what it would reset. */
async function correction({ load }: TournamentsContext, work: Promise<Corrected>) {
  try {
    const { match, affectedMatches } = await work;
    return { match, affectedMatches: [...affectedMatches] };
  } catch (error) {
    if (!(error instanceof DownstreamPlayed)) throw error;
    const { code, message, path, affectedIds } = error;
    const affectedMatches = await Promise.all(affectedIds.map((id) => load.match.load(id)));
    return {
      match: null,
      affectedMatches: affectedMatches.flatMap((it) => it ?? []),
      userErrors: [{ code, message, path }],
    };
  }
}

export const play: MutationResolvers = {
  startMatch: (_, { input }, context) =>
    onMatch(context, input, async (doing, held) => ({ match: await begin(doing, held) })),

  updateLiveScore: (_, { input }, context) =>
    onMatch(context, input, async (doing, held) => {
      ensureVersion(held.row.version, input.expectedVersion);
      return { match: await score(doing, held, input.scores) };
    }),

  reportMatch: async (_, { input }, context) => {
    const [what, by] = [said(input), await actorIn(input.matchId, context)];
    const { confirmSeconds } = settings.in(context);
    return onMatch(context, input, async (doing, held) => {
      ensureVersion(held.row.version, input.expectedVersion);
      return { match: await report(doing, held, what, by, confirmSeconds) };
    });
  },

  confirmMatch: async (_, { input }, context) => {
    const by = await actorIn(input.matchId, context);
    return onMatch(context, input, async (doing, held) => {
      ensureVersion(held.row.version, input.expectedVersion);
      const found = await pendingReport(doing, held);
      ensureOpponent(held, found, by);
      return { match: await confirm(doing, held, found) };
    });
  },

  disputeMatch: async (_, { input }, context) => {
    const [why, by] = [reason(input.reason), await actorIn(input.matchId, context)];
    return onMatch(context, input, async (doing, held) => {
      const found = await pendingReport(doing, held);
      ensureOpponent(held, found, by);
      return { match: await dispute(doing, held, found, by, why) };
    });
  },

  resolveMatch: async (_, { input }, context) => {
    const [what, by] = [said(input), await actorIn(input.matchId, context)];
    const { cascade } = input;
    return correction(
      context,
      onMatch(context, input, (doing, held) => resolve(doing, held, what, { by, cascade })),
    );
  },

  reopenMatch: (_, { input }, context) =>
    correction(
      context,
      onMatch(context, input, (doing, held) => takeBack(doing, held, input.cascade)),
    ),
};
